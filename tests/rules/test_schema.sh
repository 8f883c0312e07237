#!/usr/bin/env bash
# The schemas that editors check rule files and settings with say what the program says.
set -u
cd "$(dirname "$0")/../.." || exit 1
. tests/support/tap.sh

schema() {
    python3 tests/rules/schema.py "$@"
}

guide() { # the example of the authors' guide
    sed -n '/^    kinds:/,/^## /{s/^    //;/^## /!p}' rules/README.md >"$temp/guide.yaml"
    schema valid pack "$temp/guide.yaml"
}

says() { # YAML: a rule file that the schema must refuse
    printf '%s\n' "$1" >"$temp/wrong.yaml"
    schema invalid pack "$temp/wrong.yaml"
}

settings() { # CHECK YAML
    printf '%s\n' "$2" >"$temp/config.yaml"
    schema "$1" config "$temp/config.yaml"
}

check "they are schemas" schema sound
check "they know the compiler's keys, and no others" schema in_step rules/*.c
check "they know the program's settings, and no others" schema settings_in_step cli/config.c
check "the shipped packs are as the schema has them" schema valid pack rules/*/*.yaml
check "so are the tests' packs" schema valid pack tests/rules/packs/basic/orchard/*.yaml \
    tests/extract/rules/boats/*.yaml tests/cli/looms/*.yaml tests/rules/import/expected.yaml
check "so is the guide's example" guide
# What is left to the compiler: whether names are defined, and what patterns and XPaths do.
check "mistakes that a schema can tell are told" schema invalid pack \
    tests/rules/errors/{emits,entities,patterns,scopes,sections,sources,ten,wants,yaml}/*.yaml
check "a key of another place" says 'entities: {a: {kind: org, names: [A], emit: x}}'
check "a rule without emit" says "rules: [{id: a, match: 'x'}]"
check "an id with a blank" says 'kinds: {an org: organisation}'
check "a source of a feed and an index" says \
    'sources: {a: {feed: "https://a.example/", index: "https://a.example/", links: //a}}'
check "settings" settings valid 'contact: you@example.org
allow_addresses: 10.1.0.0/16, ::1
host_delay: 2.5
rules: my-rules'
check "a setting that there is not" settings invalid 'host-delay: 2'
check "a setting beyond its bounds" settings invalid 'host_delay: 4000'
check_done
