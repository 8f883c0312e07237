#!/usr/bin/env bash
# layers.sh ROOT: proves that the folders are layers. Each line printed is a violation.
#
# - A layer includes only itself and the layers below it: cli > store > extract > fetch > rules >
#   base, spelled from the root.
# - extract/ knows of fetch/ nothing but the document; store/ and cli/ may know all of it.
# - SQL stands in store/ alone.
set -u
cd "${1:-.}" || exit 2

layers=(base rules fetch extract store cli)
violations=0

violation() {
    printf '%s\n' "$*"
    violations=$((violations + 1))
}

rank() {
    local i
    for i in "${!layers[@]}"; do
        [ "${layers[i]}" = "$1" ] && echo "$i" && return
    done
    echo -1
}

check_include() { # FILE:LINE LAYER INCLUDED
    local place=$1 layer=$2 included=$3 below
    below=$(rank "${included%%/*}")
    if [[ $included != */* || $below -lt 0 ]]; then
        violation "$place: \"$included\" is not spelled from the root (\"layer/name.h\")"
    elif [ "$below" -gt "$(rank "$layer")" ]; then
        violation "$place: $layer/ includes \"$included\" from a layer above it"
    elif [ "$layer" = extract ] && [[ $included == fetch/* ]] && [ "$included" != fetch/document.h ]; then
        violation "$place: extract/ knows of fetch/ only \"fetch/document.h\", not \"$included\""
    fi
}

check_includes() { # LAYER
    local place included
    while IFS=$'\t' read -r place included; do
        check_include "$place" "$1" "$included"
    done < <(grep -nE '^[[:space:]]*#[[:space:]]*include[[:space:]]*"' /dev/null "$1"/*.[ch] 2>/dev/null |
        sed -E 's/^([^:]*:[0-9]+):[^"]*"([^"]*)".*/\1\t\2/')
}

# Upper-case SQL at the start of a string, and the library itself.
check_sql() { # LAYER
    local place
    while IFS= read -r place; do
        violation "$place: SQL belongs into store/"
    done < <(grep -nE 'sqlite3|"[[:space:]]*(SELECT|INSERT|UPDATE|DELETE|REPLACE|CREATE|ALTER|DROP|PRAGMA|BEGIN|WITH) [^"]' \
        /dev/null "$1"/*.[ch] 2>/dev/null | cut -d: -f1,2)
}

for layer in "${layers[@]}"; do
    check_includes "$layer"
    [ "$layer" = store ] || check_sql "$layer"
done
[ "$violations" = 0 ]
