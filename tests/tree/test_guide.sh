#!/usr/bin/env bash
# What rules/README.md shows to authors holds: its examples are compiled, its tests run, what it says
# is refused is refused, and what it names is there.
set -u
cd "$(dirname "$0")/../.." || exit 1
. tests/support/tap.sh
guide=rules/README.md
export NEWSLEDGER_RULES=$temp/rules NEWSLEDGER_LEDGER=$temp/none.db
mkdir -p "$temp/rules/pack"

block() { # HEADING FIRST: the indented lines from one that begins so, below that heading
    awk -v heading="$1" -v first="    $2" '
        /^#/ { below = heading == "" || index($0, "## " heading) == 1 }
        below && index($0, first) == 1 { on = 1 }
        on && !/^    / && !/^$/ { exit }
        on { print substr($0, 5) }' "$guide"
}

pack() { # YAML: the guide's first example and this are all rules
    block "" kinds: >"$temp/rules/pack/guide.yaml"
    printf '%s\n' "$1" >"$temp/rules/pack/more.yaml"
}

example() {
    pack 'kinds: {}' && "$NEWSLEDGER" rules check && "$NEWSLEDGER" rules test
}

article() {
    local yaml
    yaml=$(block "How articles are read" article:)
    [ -n "$yaml" ] || return 1
    pack "$(printf 'sources:\n  one:\n    hosts: one.example\n%s\n' "$(echo "$yaml" | sed 's/^/    /')")"
    "$NEWSLEDGER" rules check
}

facts() { # the facts that stand below "A fact's parts" are spelled as `want` takes them
    local wants
    wants=$(block Tests "aws partners" | sed '/^$/d;s/.*/"&"/' | paste -sd,)
    [ -n "$wants" ] || return 1
    pack "rules: [{id: x, match: '{a:org}', emit: a partners aws, tests: [{text: x, want: [$wants]}]}]"
    "$NEWSLEDGER" rules check
}

patterns() { # FROM TO: the patterns that stand between these words
    tr '\n' ' ' <"$guide" | sed "s/.*$1\(.*\)$2.*/\1/" | grep -oE '`[^`]+`' | tr -d '`'
}

refused() {
    local pattern count=0
    while read -r pattern; do
        count=$((count + 1))
        pack "slots: {x: '$pattern'}"
        "$NEWSLEDGER" rules check 2>&1 | grep -qE 'exponential|cubic' && continue
        echo "let through: $pattern" && return 1
    done < <(patterns 'A pattern that can explode is refused' 'What helps is')
    [ "$count" -gt 3 ]
}

let_through() {
    local pattern count=0
    while read -r pattern; do
        count=$((count + 1))
        case $pattern in [{]*) pattern="(?:a|aa)$pattern" ;; esac
        pack "slots: {x: '$pattern'}"
        "$NEWSLEDGER" rules check || return 1
    done < <(patterns 'What helps is' 'A match that takes too many steps')
    [ "$count" -gt 3 ]
}

commands() {
    local word
    for word in $(grep -oE 'newsledger rules [a-z]+' "$guide" | sed 's/.* //' | sort -u); do
        "$NEWSLEDGER" help rules | grep -qE "^$word +[a-z]" || { echo "no $word" && return 1; }
    done
}

schemas() {
    local name
    for name in $(grep -oE 'rules/schema/[a-z]+\.json' "$guide" | sort -u); do
        [ -f "$name" ] || { echo "no $name" && return 1; }
    done
    grep -q 'yaml-language-server: \$schema=' "$guide"
}

check "its example has no mistakes, and its tests pass" example
check "so has its example of how articles are read" article
check "its facts are spelled as tests take them" facts
check "what it says can explode is refused" refused
check "what it offers instead is not" let_through
check "the commands that it names are there" commands
check "the schemas that it names are there" schemas
check_done
