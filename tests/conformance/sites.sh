#!/usr/bin/env bash
# sites.sh NEWSLEDGER FOLDER: translates the rules for sites in a folder and loads what came of it.
set -eu
newsledger=$1
folder=$2
temp=$(mktemp -d)
trap 'rm -rf "$temp"' EXIT

mkdir "$temp/sites"
"$newsledger" rules import "$folder"/*.txt --output "$temp/sites/sites.yaml" 2>"$temp/err" || true
loaded=$("$newsledger" rules check --rules "$temp" | sed -nE 's/.* ([0-9]+) sources:.*/\1/p')
count() { sed -nE "s/^ *([0-9]+) $1\$/\1/p" "$temp/err"; }
effect=$(($(count translated) + $(count needless)))
echo "sites: ${loaded:-0}/$(find "$folder" -name '*.txt' | wc -l) imported," \
    "$effect/$((effect + $(count 'left out'))) directives translated"
