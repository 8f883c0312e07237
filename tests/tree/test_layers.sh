#!/usr/bin/env bash
# The proof of the layers notices each kind of violation, and names file and line.
set -u
cd "$(dirname "$0")/../.." || exit 1
. tests/support/tap.sh

mkdir "$temp"/{base,rules,fetch,extract,store,cli}
echo '#include "fetch/document.h"' >"$temp/extract/article.c"
echo '#include "base/buf.h"' >"$temp/cli/main.c"
echo 'puts("Select one.");' >>"$temp/cli/main.c"

refused() { # FILE CODE WORDS: with this line in this file there is a violation that says so
    local file=$temp/$1 output status
    printf '\n%s\n' "$2" >"$file"
    output=$(tests/tree/layers.sh "$temp")
    status=$?
    rm "$file"
    printf '%s\n' "$output"
    [ "$status" = 1 ] && [[ $output == "$1:2: "*"$3"* ]]
}

check "a tree in order is accepted" tests/tree/layers.sh "$temp"
check "a layer above is refused" refused base/a.c '#include "rules/rule.h"' above
check "a header counts as well" refused rules/a.h '# include "store/save.h"' above
check "fetch does not know extract" refused fetch/a.c '#include "extract/article.h"' above
check "extract knows of fetch only the document" refused extract/a.c '#include "fetch/http.h"' document.h
check "extract does not know store" refused extract/a.c '#include "store/save.h"' above
check "a path must start at the root" refused store/a.c '#include "save.h"' root
check "no way around through .." refused base/a.c '#include "../store/save.h"' root
check "SQL outside store is refused" refused cli/a.c 'run("SELECT id FROM facts");' SQL
check "so is SQLite outside store" refused fetch/a.c '#include <sqlite3.h>' SQL
check_done
