#!/usr/bin/env bash
# run.sh BUILD: reads the bundled news site, served on loopback, into a fresh ledger by the shipped
# rules, and shows what is in it. Leaves nothing behind.
set -euo pipefail
cd "$(dirname "$0")/../.."
build=$1

temp=$(mktemp -d)
trap 'rm -rf "$temp"' EXIT

. tests/demo/stage.sh
export NEWSLEDGER_LEDGER=$temp/ledger.db

show() {
    local word
    printf '\n$ newsledger'
    for word; do
        case $word in *' '*) printf " '%s'" "$word" ;; *) printf ' %s' "$word" ;; esac
    done
    printf '\n'
    "$build/newsledger" "$@" 2>&1
}

echo "The Wafer Courier, a site of invented news, is at $site; the ledger is new."
show run --all
show query relations
show query quantities
show trend entity Broadcom --by quarter
show trend metric 'market share' --by year
echo
echo "The same again: the feed has not changed, and nothing is fetched or entered twice."
show run --all
show status totals
