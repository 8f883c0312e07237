# newsledger: industry news into a ledger of facts.  Targets are listed by `make help`.

PREFIX  ?= /usr/local
DESTDIR ?=
CC      ?= cc
BUILD   ?= build
BIN     ?= newsledger

VERSION := 0.1.0

# What the program and its tests are built with, by the names of Debian's packages.
PACKAGES := gcc make pkg-config libcurl4-openssl-dev libpcre2-dev libxml2-dev libsqlite3-dev \
	libfyaml-dev libjansson-dev libicu-dev libzstd-dev libssl-dev libcmocka-dev libmicrohttpd-dev
LINT_PACKAGES := clang clang-format clang-tidy cppcheck mandoc libclang-rt-14-dev

LIBRARIES := libcurl libpcre2-8 libxml-2.0 sqlite3 libfyaml jansson icu-uc libzstd libcrypto

WARNINGS := -Wall -Wextra -Wpedantic -Werror -Wshadow -Wstrict-prototypes -Wmissing-prototypes \
	-Wvla -Wformat=2
CFLAGS   ?= -O2 -g
NL_CFLAGS = -std=c17 $(WARNINGS) -D_GNU_SOURCE -DPCRE2_CODE_UNIT_WIDTH=8 -DNEWSLEDGER_VERSION='"$(VERSION)"' \
	-DNEWSLEDGER_DATADIR='"$(PREFIX)/share/newsledger"' -I. \
	$(shell pkg-config --cflags $(LIBRARIES)) $(CFLAGS)
NL_LIBS   = $(shell pkg-config --libs $(LIBRARIES)) -lm
TEST_LIBS = $(shell pkg-config --libs cmocka libmicrohttpd)

# Layers from the top to the bottom; a layer includes only from those behind it.
LAYERS := cli store extract fetch rules base

objects = $(patsubst %.c,$(BUILD)/%.o,$(wildcard $(1)/*.c))
LAYER_LIBS    := $(LAYERS:%=$(BUILD)/lib%.a)
# cli/main.c stays out of the library, so that tests can link every command.
CLI_OBJECTS   := $(filter-out $(BUILD)/cli/main.o,$(call objects,cli))
SUPPORT       := $(call objects,tests/support)
TESTS         := $(patsubst %.c,$(BUILD)/%,$(wildcard tests/*/test_*.c))

.PHONY: all
all: $(BIN)

$(BIN): $(BUILD)/$(BIN)
	@cp $< $@

$(BUILD)/$(BIN): $(BUILD)/cli/main.o $(LAYER_LIBS)
	$(CC) $(NL_CFLAGS) $(LDFLAGS) -o $@ $^ $(NL_LIBS)

$(BUILD)/libcli.a: $(CLI_OBJECTS)
$(foreach layer,$(filter-out cli,$(LAYERS)),$(eval $(BUILD)/lib$(layer).a: $(call objects,$(layer))))

$(BUILD)/lib%.a:
	@rm -f $@
	@$(AR) rcs $@ $^

$(BUILD)/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(NL_CFLAGS) -MMD -MP -c -o $@ $<

$(TESTS): $(BUILD)/tests/%: $(BUILD)/tests/%.o $(SUPPORT) $(LAYER_LIBS)
	$(CC) $(NL_CFLAGS) $(LDFLAGS) -o $@ $^ $(NL_LIBS) $(TEST_LIBS)

-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)
