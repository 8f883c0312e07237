#!/usr/bin/env bash
# Reads the pages in tests/extract/pages and compares what `newsledger dump article` prints of each
# with the NAME.txt beside it. With --accept it shows each difference and asks whether to keep it.
set -u
cd "$(dirname "$0")/../.." || exit 1
. tests/support/tap.sh

program=${NEWSLEDGER:-./newsledger}

read_page() { # PAGE
    "$program" dump article "$1" 2>&1
}

accept() { # PAGE EXPECTED
    diff -u --label "$2" --label now <(cat "$2" 2>/dev/null) <(read_page "$1") && return
    read -r -p "Keep this as $2? [y/N] " answer </dev/tty
    [ "$answer" != y ] || read_page "$1" >"$2"
}

for page in tests/extract/pages/*.html; do
    expected=${page%.html}.txt
    if [ "${1-}" = --accept ]; then
        accept "$page" "$expected"
    else
        check "$(basename "$page" .html)" diff -u "$expected" <(read_page "$page")
    fi
done
[ "${1-}" = --accept ] || check_done
