#!/usr/bin/env bash
# The runner of the tests is honest: whatever is wrong with a program makes it a failure.
set -u
cd "$(dirname "$0")/../.." || exit 1
. tests/support/tap.sh

runs() { # STATUS WORDS CLOSING SCRIPT: a program of these lines gives this status and these words
    local status=$1 words=$2 closing=$3 output
    mkdir -p "$temp/tests/x"
    printf '#!/bin/sh\n%s\n' "$4" >"$temp/tests/x/test_it"
    chmod +x "$temp/tests/x/test_it"
    output=$(tests/run.sh "$temp" "$temp/tests/x/test_it")
    [ $? = "$status" ] || { printf 'status not %s\n%s\n' "$status" "$output" && return 1; }
    printf '%s\n' "$output"
    [[ $output == *"$words"* ]] && [ "$(tail -n 1 <<<"$output")" = "$closing" ]
}

check "good tests are counted" runs 0 "x/it" "2 passed, 0 failed" 'echo "ok 1 - a"; echo "ok 2 - b"'
check "a failing test fails the run" runs 1 "because" "1 passed, 1 failed" \
    'echo "ok 1 - a"; echo "not ok 2 - b"; echo "# because"; exit 1'
check "a crash after good tests is a failure" runs 1 "signal 11" "1 passed, 1 failed" \
    'echo "ok 1 - a"; kill -SEGV $$'
check "so is an error at the end" runs 1 "status 23" "1 passed, 1 failed" 'echo "ok 1 - a"; exit 23'
check "so is a program without tests" runs 1 "no tests" "0 passed, 1 failed" 'exit 0'
check "a skipped test is shown and not counted" runs 0 "1 skipped" "1 passed, 0 failed" \
    'echo "ok 1 - a"; echo "not ok 2 # SKIP b"'
check_done
