#!/usr/bin/env bash
# Completion in bash offers what the program takes.
set -u
cd "$(dirname "$0")/../.." || exit 1
. tests/support/tap.sh
. cli/completion.bash

offers() { # WORDS... -- OFFER...: completing the last word offers these, among others
    local offer
    COMP_WORDS=("$NEWSLEDGER")
    while [ "$1" != -- ]; do
        COMP_WORDS+=("$1")
        shift
    done
    shift
    COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
    _newsledger
    for offer; do
        printf '%s\n' "${COMPREPLY[@]}" | grep -qxF -- "$offer" ||
            { printf 'no %s in: %s\n' "$offer" "${COMPREPLY[*]}" && return 1; }
    done
}

offers_only() { # WORDS... -- OFFER
    offers "$@" && [ "${#COMPREPLY[@]}" = 1 ]
}

offers_not() { # WORDS... -- OFFER
    ! offers "$@"
}

cd "$temp" || exit 1
mkdir folder
touch file
check "commands" offers "" -- run query trend status rules extract help
check "a command that was begun" offers_only quer -- query
check "what a command is about" offers query "" -- relations quantities entities articles
check "what is asked for, also on a usage's second line" offers rules "" -- check explain import
check "options, the command's and everyone's" offers query --l -- --limit --language --ledger
check "values of an option" offers query --modality "" -- actual forecast
check "a value that was begun" offers_only query --format cs -- csv
check "folders and nothing else for a folder" offers_only query --rules "" -- folder
check "files for a file" offers query --ledger fi -- file
check "nothing for a value that cannot be known" offers_not query --since "" -- file
check_done
