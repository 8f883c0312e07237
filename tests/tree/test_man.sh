#!/usr/bin/env bash
# The man page names every command and every option that the program's own help names.
set -u
cd "$(dirname "$0")/../.." || exit 1
. tests/support/tap.sh

page=man/newsledger.1

commands() {
    "$NEWSLEDGER" help | sed -nE '/^Commands:/,/^$/s/^  ([a-z]+) .*/\1/p'
}

options_stand() { # [COMMAND]
    local option missing=0 count=0
    for option in $("$NEWSLEDGER" help "$@" | sed -nE 's/^ +--([a-z-]+).*/\1/p'); do
        count=$((count + 1))
        grep -qE -- "^\.(It|Op)? ?.*Fl -$option( |$)" "$page" && continue
        echo "$page: nothing about --$option"
        missing=1
    done
    [ "$missing" = 0 ] && { [ $# -gt 0 ] || [ "$count" -gt 0 ]; }
}

check "the options of every command stand in the man page" options_stand
for command in $(commands); do
    check "$command stands in the man page" grep -qE "^\.(It|Nm)? ?.*Cm $command( |$)" "$page"
    [ "$command" = help ] || check "and so do its options" options_stand "$command"
done
check_done
