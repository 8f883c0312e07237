#!/usr/bin/env bash
# A disk that is full, as it is: a small tmpfs in a mount namespace of its own, which grows a little
# after each run that did not fit. In the end nothing is lost or doubled.
set -u
cd "$(dirname "$0")/../.." || exit 1
if [ -z "${NEWSLEDGER_TEST_NAMESPACE-}" ]; then
    if ! unshare --map-root-user --mount true 2>/dev/null; then
        printf 'ok 1 - a full disk # SKIP no mount namespaces here\n1..1\n'
        exit 0
    fi
    NEWSLEDGER_TEST_NAMESPACE=1 exec unshare --map-root-user --mount "$0"
fi
. tests/support/tap.sh
build=$(dirname "$NEWSLEDGER")

. tests/demo/stage.sh
mkdir "$temp/disk"

run() { # LEDGER
    NEWSLEDGER_LEDGER=$1 "$build/newsledger" run --all --quiet
}

content() { # LEDGER
    export NEWSLEDGER_LEDGER=$1
    "$build/newsledger" query relations --format csv --limit 1000 | sort
    "$build/newsledger" query quantities --format csv --limit 1000 | sort
    "$build/newsledger" status totals | grep -v bytes
    "$build/newsledger" archive verify
}

# Each run on the full disk ends with the status of a ledger that cannot be used, and says why.
grow_until_it_fits() {
    local size=64 status=3 failures=0
    mount -t tmpfs -o size=${size}k tmpfs "$temp/disk" || return 1
    while [ "$status" -ne 0 ] && [ "$size" -lt 16384 ]; do
        run "$temp/disk/ledger.db" 2>"$temp/err"
        status=$?
        [ "$status" -eq 0 ] && break
        [ "$status" -eq 3 ] || { echo "status $status with $size KB" && cat "$temp/err" && return 1; }
        grep -qiE 'full|No space left' "$temp/err" || { cat "$temp/err" && return 1; }
        failures=$((failures + 1))
        size=$((size + 448))
        mount -o remount,size=${size}k "$temp/disk" || return 1
    done
    echo "$failures runs failed; $size KB were enough"
    [ "$status" -eq 0 ] && [ "$failures" -ge 3 ]
}

same_content() {
    content "$temp/room/ledger.db" >"$temp/expected"
    content "$temp/disk/ledger.db" >"$temp/got"
    diff "$temp/expected" "$temp/got" && [ "$(wc -l <"$temp/expected")" -gt 50 ]
}

check "on a disk with room a run is well" run "$temp/room/ledger.db"
check "a full disk is said to be full, until there is room" grow_until_it_fits
check "nothing is lost or doubled" same_content
umount "$temp/disk"
check_done
