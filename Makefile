# newsledger: industry news into a ledger of facts.  `make help` lists the targets.
.DEFAULT_GOAL := all

PREFIX    ?= /usr/local
DESTDIR   ?=
BUILD     ?= build
BIN       ?= newsledger
CFLAGS    ?= -O2 -g
FUZZ_CC   ?= clang
SANITIZE  := -fsanitize=address,undefined

VERSION := 0.1.0

# What each package is for stands in README.md.
PACKAGES := gcc libc6-dev make pkg-config libcurl4-openssl-dev libpcre2-dev libxml2-dev \
	libsqlite3-dev libfyaml-dev libjansson-dev libicu-dev libzstd-dev libbrotli-dev zlib1g-dev libssl-dev \
	libseccomp-dev \
	ca-certificates libcmocka-dev libmicrohttpd-dev python3-jsonschema python3-yaml wget \
	nginx openssl libfaketime
LINT_PACKAGES := clang clang-format clang-tidy mandoc systemd
FUZZ_PACKAGES := clang
BENCH_PACKAGES := curl sfeed

LIBRARIES      := libcurl libpcre2-8 libxml-2.0 sqlite3 libfyaml jansson icu-uc libzstd libbrotlidec zlib libcrypto libseccomp
TEST_LIBRARIES := cmocka libmicrohttpd libbrotlienc

# pkg-config may not be installed yet when this is read: it is asked at the first use, and once.
LIB_CFLAGS = $(eval LIB_CFLAGS := $(shell pkg-config --cflags $(LIBRARIES)))$(LIB_CFLAGS)
LIBS       = $(eval LIBS := $(shell pkg-config --libs $(LIBRARIES)) -lm)$(LIBS)
TEST_LIBS  = $(eval TEST_LIBS := $(shell pkg-config --libs $(TEST_LIBRARIES)))$(TEST_LIBS)

WARNINGS := -Wall -Wextra -Wpedantic -Werror -Wshadow -Wstrict-prototypes -Wmissing-prototypes \
	-Wvla -Wformat=2
# gcc takes the checks that UBSan adds before a call for the possibility of a null format.
WARNINGS += $(if $(findstring clang,$(CC)),,$(if $(findstring -fsanitize,$(CFLAGS)),-Wno-format-truncation))
DEFINES   = -D_GNU_SOURCE -DPCRE2_CODE_UNIT_WIDTH=8 -DNEWSLEDGER_VERSION='"$(VERSION)"' \
	-DNEWSLEDGER_DATADIR='"$(PREFIX)/share/newsledger"'
COMPILE   = $(CC) -std=c17 $(WARNINGS) $(DEFINES) -I. $(LIB_CFLAGS) $(CPPFLAGS) $(CFLAGS)

# Layers from the top to the bottom: the order in which they are linked. tests/tree/layers.sh
# proves that each includes only from those behind it.
LAYERS := cli store extract fetch rules base

objects = $(patsubst %.c,$(BUILD)/%.o,$(wildcard $(1)/*.c))
LAYER_OBJECTS := $(foreach layer,$(LAYERS),$(call objects,$(layer)))
LAYER_LIBS    := $(LAYERS:%=$(BUILD)/lib%.a)
# cli/main.c stays out of the library, so that tests can link every command.
CLI_OBJECTS := $(filter-out $(BUILD)/cli/main.o,$(call objects,cli))
SUPPORT     := $(call objects,tests/support)
TESTS       := $(patsubst %.c,$(BUILD)/%,$(wildcard tests/*/test_*.c))
# Further programs of the tests, each of one file: tests/demo/serve.c, tests/bench/bench.c.
HELPERS     := $(patsubst %.c,$(BUILD)/%,$(filter-out tests/support/% tests/fuzz/% \
	$(TESTS:$(BUILD)/%=%.c),$(wildcard tests/*/*.c)))
FUZZERS     := $(patsubst %.c,$(BUILD)/%,$(wildcard tests/fuzz/*.c))
OBJECTS     := $(LAYER_OBJECTS) $(SUPPORT) $(TESTS:=.o) $(HELPERS:=.o) $(FUZZERS:=.o)
SCRIPTS      = $(shell git ls-files '*.sh' .ci 2>/dev/null)

# Without a -j of the user's own, all cores.
JOBS = --no-print-directory $(if $(filter -j%,$(MAKEFLAGS)),,-j$(shell nproc))

.PHONY: help
help:
	@echo 'make all         build ./$(BIN)'
	@echo 'make deps        install the packages that are missing (Debian)'
	@echo 'make demo        build, then read the bundled news site into a ledger and show it'
	@echo 'make test        build and run every test'
	@echo 'make asan        every test, and the pages beside CONFORMANCE, under AddressSanitizer and UBSan'
	@echo 'make fuzz        rule compiler and readers on made-up input, each FUZZ_SECONDS=$(FUZZ_SECONDS)'
	@echo 'make accept      show what changes in what test pages give, and ask whether to keep it'
	@echo 'make lint        format, warnings, static checks, layers, man page, scripts'
	@echo 'make bench       cost of a page in bare parses (BENCH_PAGES=folder of .html[.gz]), of a poll'
	@echo '                 of 500 and 5,000 feeds beside curl and sfeed'
	@echo 'make conformance cases that others wrote, where CONFORMANCE=folder exists'
	@echo 'make install     into PREFIX=$(PREFIX) below DESTDIR; make uninstall takes it out again'
	@echo 'make clean       remove everything that was built'

$(BIN): $(BUILD)/$(BIN)
	@cp $< $@

$(BUILD)/$(BIN): $(BUILD)/cli/main.o $(LAYER_LIBS)
	@echo "  link     $@"
	@$(COMPILE) $(LDFLAGS) -o $@ $^ $(LIBS)

$(BUILD)/libcli.a: $(CLI_OBJECTS)
$(foreach layer,$(filter-out cli,$(LAYERS)),$(eval $(BUILD)/lib$(layer).a: $(call objects,$(layer))))

$(BUILD)/lib%.a:
	@rm -f $@
	@$(AR) rcs $@ $^

$(BUILD)/%.o: %.c $(BUILD)/flags
	@mkdir -p $(@D)
	@echo "  compile  $<"
	@$(COMPILE) -MMD -MP -c -o $@ $<

# Changes when a flag does, so that `make install PREFIX=/usr` builds what it installs.
$(BUILD)/flags: FORCE
	@mkdir -p $(@D)
	@echo '$(subst ','\'',$(COMPILE))' | cmp -s - $@ || echo '$(subst ','\'',$(COMPILE))' >$@

$(TESTS) $(HELPERS): $(BUILD)/tests/%: $(BUILD)/tests/%.o $(SUPPORT) $(LAYER_LIBS)
	@echo "  link     $@"
	@$(COMPILE) $(LDFLAGS) -o $@ $^ $(LIBS) $(TEST_LIBS)

.SECONDARY: $(OBJECTS)
.PHONY: FORCE
FORCE:

-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)

# ---- what people call -----------------------------------------------------------------------
# Each target first sees to its packages and then builds in a second make, in this order.

.PHONY: deps deps-lint deps-fuzz deps-bench
deps:
	@LIBRARIES='$(LIBRARIES) $(TEST_LIBRARIES)' .ci/deps $(PACKAGES)
deps-lint: deps
	@LIBRARIES= .ci/deps $(LINT_PACKAGES)
deps-fuzz: deps
	@LIBRARIES= .ci/deps $(FUZZ_PACKAGES)
deps-bench: deps
	@LIBRARIES= .ci/deps $(BENCH_PACKAGES)

.PHONY: all
all: deps
	@$(MAKE) $(JOBS) $(BIN)

.PHONY: demo test asan programs run-tests
demo: deps
	@$(MAKE) $(JOBS) $(BUILD)/$(BIN) $(BUILD)/tests/demo/serve
	@tests/demo/run.sh $(BUILD)

test: deps
	@$(MAKE) $(JOBS) programs
	@tests/run.sh $(BUILD) $(TESTS) $(wildcard tests/*/test_*.sh)

asan: deps
	@$(MAKE) $(JOBS) BUILD=build-asan CFLAGS='-O1 -g -fno-omit-frame-pointer $(SANITIZE)' programs
	@tests/run.sh build-asan $(TESTS:$(BUILD)/%=build-asan/%) $(wildcard tests/*/test_*.sh)
	@[ ! -d $(CONFORMANCE)/../pages ] || \
		tests/conformance/pages.sh build-asan/$(BIN) $(CONFORMANCE)/../pages

programs: $(BUILD)/$(BIN) $(TESTS) $(HELPERS)

# Shows what has changed in what the pages of the tests give, and asks.
.PHONY: accept
accept: all
	@tests/extract/test_pages.sh --accept

.PHONY: lint lint-code lint-units
lint: deps-lint
	clang-format --dry-run -Werror $$(git ls-files '*.c' '*.h')
	tests/tree/layers.sh .
	@for script in $(SCRIPTS); do bash -n $$script || exit 1; done
	mandoc -Tlint -W warning man/newsledger.1
	@$(MAKE) --no-print-directory lint-units
	@$(MAKE) $(JOBS) -k CC=clang BUILD=build-clang CFLAGS=-O0 lint-code

# It looks for the program that a unit starts, which need not be installed here.
lint-units:
	@mkdir -p $(BUILD)/units
	@for unit in cli/cron/newsledger.*; do \
		sed 's|@BINDIR@/newsledger|/bin/true|' $$unit >$(BUILD)/units/$${unit##*/} || exit 1; done
	systemd-analyze verify --man=no $(BUILD)/units/newsledger.*

lint-code: $(OBJECTS) $(LAYER_OBJECTS:.o=.tidied)

# Behind the object, which knows what headers a file depends on. The analyzer's default of 225,000
# nodes for each function takes three times as long and finds no more here.
ANALYZER := -Xclang -analyzer-config -Xclang max-nodes=50000
$(BUILD)/%.tidied: $(BUILD)/%.o .clang-tidy
	@echo "  tidy     $*.c"
	@clang-tidy --quiet $*.c -- -std=c17 $(DEFINES) -I. $(LIB_CFLAGS) $(ANALYZER) 2>/dev/null
	@touch $@

CONFORMANCE ?= ../shared/conformance
.PHONY: conformance
conformance: deps
	@$(MAKE) $(JOBS) $(BUILD)/$(BIN) $(patsubst %.c,$(BUILD)/%,$(wildcard tests/conformance/*.c))
	@tests/conformance/run.sh $(BUILD) $(CONFORMANCE)

FUZZ         ?= $(FUZZERS:$(BUILD)/tests/fuzz/fuzz_%=%)
FUZZ_SECONDS ?= 60
.PHONY: fuzz
fuzz: deps-fuzz
	@$(MAKE) $(JOBS) CC='$(FUZZ_CC)' BUILD=build-fuzz \
		CFLAGS='-O1 -g -fno-omit-frame-pointer $(SANITIZE),fuzzer-no-link' \
		$(FUZZERS:$(BUILD)/%=build-fuzz/%)
	@tests/fuzz/run.sh build-fuzz $(FUZZ_SECONDS) $(FUZZ)

$(FUZZERS): %: %.o $(LAYER_LIBS)
	@echo "  link     $@"
	@$(COMPILE) -fsanitize=fuzzer $(LDFLAGS) -o $@ $^ $(LIBS)

BENCH_PAGES ?= tests/demo/site
.PHONY: bench
bench: deps-bench
	@$(MAKE) $(JOBS) $(BUILD)/$(BIN) $(BUILD)/tests/bench/bench $(BUILD)/tests/bench/poll
	@$(BUILD)/tests/bench/bench rules $(BENCH_PAGES)
	@$(BUILD)/tests/bench/poll $(BUILD)/$(BIN) 500 5000

SHARE := $(DESTDIR)$(PREFIX)/share
RULE_FILES = rules/README.md $(wildcard rules/*/*.yaml rules/schema/*.json)
UNITS      = $(DESTDIR)$(PREFIX)/lib/systemd/system
INSTALLED  = $(DESTDIR)$(PREFIX)/bin/newsledger $(SHARE)/man/man1/newsledger.1 \
	$(SHARE)/bash-completion/completions/newsledger $(SHARE)/doc/newsledger/LICENSE \
	$(SHARE)/doc/newsledger/crontab $(UNITS)/newsledger.service $(UNITS)/newsledger.timer \
	$(RULE_FILES:%=$(SHARE)/newsledger/%)

.PHONY: install uninstall
install: $(BUILD)/$(BIN)
	install -D -m 755 $(BUILD)/$(BIN) $(DESTDIR)$(PREFIX)/bin/newsledger
	install -D -m 644 man/newsledger.1 $(SHARE)/man/man1/newsledger.1
	install -D -m 644 cli/completion.bash $(SHARE)/bash-completion/completions/newsledger
	install -D -m 644 LICENSE $(SHARE)/doc/newsledger/LICENSE
	install -d $(UNITS)
	sed 's|@BINDIR@|$(PREFIX)/bin|' cli/cron/crontab >$(SHARE)/doc/newsledger/crontab
	for unit in service timer; do sed 's|@BINDIR@|$(PREFIX)/bin|' cli/cron/newsledger.$$unit \
		>$(UNITS)/newsledger.$$unit || exit 1; done
	for file in $(RULE_FILES); do \
		install -D -m 644 $$file $(SHARE)/newsledger/$$file || exit 1; done

uninstall:
	rm -f $(INSTALLED)
	-rmdir $(sort $(dir $(RULE_FILES:%=$(SHARE)/newsledger/%))) $(SHARE)/newsledger/rules \
		$(SHARE)/newsledger $(SHARE)/doc/newsledger 2>/dev/null

.PHONY: clean
clean:
	rm -rf build build-asan build-clang build-fuzz newsledger
