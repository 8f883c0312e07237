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
