#!/usr/bin/env bash
# The demo shows facts of the bundled site, and that a second run changes nothing.
set -u
cd "$(dirname "$0")/../.." || exit 1
. tests/support/tap.sh

shows() { # PATTERN: a line of the demo's output is like that
    grep -qE -- "$1" "$temp/out" || { echo "no line like: $1" && cat "$temp/out" && return 1; }
}

# Column by column, however wide each is.
readme_is_true() {
    local line lines=0
    tr -s ' ' <"$temp/out" >"$temp/squeezed"
    while IFS= read -r line; do
        lines=$((lines + 1))
        grep -qF -- "$line" "$temp/squeezed" || { echo "the demo prints no: $line" && return 1; }
    done < <(awk '/The demo prints/ {on = 1} on && /^```/ {n++; next} on && n == 1' README.md | tr -s ' ')
    [ "$lines" -gt 3 ]
}

run_demo() {
    tests/demo/run.sh "$(dirname "$NEWSLEDGER")" >"$temp/out"
}

check "it runs to its end" run_demo
check "the articles of feed and index page are read" shows \
    '^sources: 2 polled, 0 unchanged, 0 failed; articles: 13 new, 13 read; facts: [1-9][0-9]*; problems: 0$'
check "who works with whom on what" shows ' Meta +partners +Broadcom +MTIA 2 +co-develop '
check "who develops what" shows ' AWS +develops +Trainium 3 '
check "shares with their period and source" shows \
    ' SK hynix +market share +62 .* 2025-Q2 .* actual +Counterpoint '
check "a trend" shows '^2025-Q1 +2 +1 '
check "a second run finds nothing new" shows \
    '^sources: 2 polled, 2 unchanged, 0 failed; articles: 0 new, 0 read; facts: 0; problems: 0$'
check "the README shows what the demo prints" readme_is_true
check "a copy is the same story" shows '^stories +12$'
check_done
