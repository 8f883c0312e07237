#!/usr/bin/env bash
# run.sh BUILD: reads the bundled news site, served on loopback, into a fresh ledger by the shipped
# rules, and shows what is in it. Leaves nothing behind.
set -euo pipefail
cd "$(dirname "$0")/../.."
build=$1

temp=$(mktemp -d)
trap 'rm -rf "$temp"' EXIT

# The server ends with this script: it serves until its standard input is closed.
coproc SERVER { "$build/tests/demo/serve" tests/demo/site; }
read -r site <&"${SERVER[0]}"

# The shipped packs without the sources of the real world, and the bundled site as the only one.
mkdir -p "$temp/rules/demo"
sed "s|@SITE@|$site|" tests/demo/rules/sources.yaml >"$temp/rules/demo/sources.yaml"
for file in rules/*/*.yaml; do
    grep -q '^sources:' "$file" || install -D -m 644 "$file" "$temp/$file"
done

unset "${!NEWSLEDGER_@}"
export XDG_CONFIG_HOME=$temp NEWSLEDGER_LEDGER=$temp/ledger.db NEWSLEDGER_RULES=$temp/rules
export NEWSLEDGER_ALLOW_ADDRESSES=127.0.0.0/8 NEWSLEDGER_HOST_DELAY=0

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
