#!/usr/bin/env bash
# run.sh BUILD PROGRAM...: runs each test program from the root of the repository, prints one line
# for each and the output of those that fail, and closes with "N passed, N failed".
#
# A program prints TAP ("ok 1 - name", "not ok 2 - name"), which cmocka does when asked. Being
# killed, running out of time, ending with an error in spite of good tests (a leak) and having no
# test at all are failures too, and count as one.
set -u
cd "$(dirname "$0")/.." || exit 1

build=$1
shift
seconds=300 # no program needs a tenth of that

# What whoever runs this has set up for their own ledger is nothing to the tests.
unset "${!NEWSLEDGER_@}" XDG_CONFIG_HOME XDG_DATA_HOME
export CMOCKA_MESSAGE_OUTPUT=TAP
export NEWSLEDGER=$PWD/$build/newsledger
# cmocka's own handler would hide where a bad access happened.
export ASAN_OPTIONS="allow_user_segv_handler=0:detect_leaks=1:${ASAN_OPTIONS-}"
export UBSAN_OPTIONS="halt_on_error=1:print_stacktrace=1:${UBSAN_OPTIONS-}"
export LC_ALL=C.UTF-8 TZ=UTC

passed=0
failed=0

run() {
    local program=$1 name=${1#"$build"/} log status good bad skipped why=
    name=${name#tests/}
    name=${name%.sh}
    name=${name/test_/}
    log=$build/tests/$name.log
    mkdir -p "$(dirname "$log")"

    timeout "$seconds" "$program" </dev/null >"$log" 2>&1
    status=$?
    skipped=$(grep -cE '^(not )?ok .*# SKIP' "$log")
    good=$(grep -vE '# SKIP' "$log" | grep -cE '^ok ')
    bad=$(grep -vE '# SKIP' "$log" | grep -cE '^not ok ')

    if [ "$bad" = 0 ]; then
        if [ "$status" = 124 ]; then
            why="not done after $seconds seconds"
        elif [ "$status" -gt 128 ]; then
            why="killed by signal $((status - 128))"
        elif [ "$status" != 0 ]; then
            why="ended with status $status"
        elif [ "$good" = 0 ] && [ "$skipped" = 0 ]; then
            why="has no tests"
        fi
        [ -z "$why" ] || bad=1
    fi
    passed=$((passed + good))
    failed=$((failed + bad))

    printf '%-28s %4d passed' "$name" "$good"
    [ "$skipped" = 0 ] || printf ', %d skipped' "$skipped"
    [ "$bad" = 0 ] || printf ', %d failed%s' "$bad" "${why:+ ($why)}"
    printf '\n'
    [ "$bad" = 0 ] || sed 's/^/    /' "$log"
}

for program; do
    run "$program"
done
printf '\n%d passed, %d failed\n' "$passed" "$failed"
[ "$failed" = 0 ] && [ "$passed" -gt 0 ]
