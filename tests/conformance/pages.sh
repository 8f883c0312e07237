#!/usr/bin/env bash
# pages.sh PROGRAM FOLDER: reads every page of the sets in FOLDER (SET/html/*.html[.gz]); what counts
# is that each gives a record and that nothing is said by a sanitizer. One line for each set.
set -eu
program=$1
folder=$2
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

for set in "$folder"/*/html; do
    [ -d "$set" ] || continue
    name=$(basename "$(dirname "$set")")
    mkdir "$scratch/$name"
    for page in "$set"/*; do
        target=$scratch/$name/$(basename "$page" .gz)
        if [[ $page == *.gz ]]; then gzip -dc "$page" >"$target"; else cp "$page" "$target"; fi
    done
    pages=$(find "$scratch/$name" -type f | wc -l)
    "$program" extract "$scratch/$name"/* >"$scratch/records" 2>"$scratch/errors" || {
        cat "$scratch/errors"
        exit 1
    }
    records=$(wc -l <"$scratch/records")
    echo "pages, $name: $records records of $pages"
    [ "$records" -eq "$pages" ]
done
