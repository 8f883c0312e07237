#!/usr/bin/env bash
# run.sh BUILD FOLDER: runs the cases that others wrote, where the folder with them exists; one line
# for each suite.
set -eu
cd "$(dirname "$0")/../.."
programs=$1/tests/conformance
folder=$2

if [ ! -d "$folder" ]; then
    echo "no cases at $folder: nothing to run (CONFORMANCE=FOLDER names another place)"
    exit 0
fi
"$programs/dates" "$folder/dates.json"
"$programs/encodings" "$folder/encodings"
"$programs/robots" "$folder/robots/cases.ndjson"

# The scorer of feeds is written in Python, which nothing else here needs.
scorer=$folder/../tools/feed_score.py
if command -v python3 >/dev/null && [ -f "$scorer" ]; then
    python3 "$scorer" "$folder/feeds" -- "$1/newsledger" dump feed '{file}' \
        --content-type '{ctype}' --base '{base}' | sed -n 's/^files passed/feeds:/p'
fi

[ ! -d "$folder/../pages" ] || tests/conformance/pages.sh "$1/newsledger" "$folder/../pages"
[ ! -d "$folder/../sites" ] || tests/conformance/sites.sh "$1/newsledger" "$folder/../sites"
