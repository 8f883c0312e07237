# Sourced by the tests that are shell scripts: TAP for tests/run.sh, and a folder of their own.
# check NAME COMMAND...: one test, good when the command succeeds; what it printed explains a failure.
# shellcheck shell=bash
NEWSLEDGER=${NEWSLEDGER-$PWD/build/newsledger}
tap_count=0
tap_failed=0
temp=$(mktemp -d)
trap 'rm -rf "$temp"' EXIT

check() {
    local name=$1 output
    shift
    tap_count=$((tap_count + 1))
    if output=$("$@" 2>&1); then
        printf 'ok %d - %s\n' "$tap_count" "$name"
    else
        tap_failed=$((tap_failed + 1))
        printf 'not ok %d - %s\n' "$tap_count" "$name"
        printf '%s\n' "$output" | sed 's/^/# /'
    fi
}

check_done() {
    printf '1..%d\n' "$tap_count"
    [ "$tap_failed" = 0 ]
    exit
}
