#!/usr/bin/env bash
# What the README tells a newcomer to type works: its commands are run as they stand there, but with
# the bundled site in the place of its example.
set -u
cd "$(dirname "$0")/../.." || exit 1
. tests/support/tap.sh
root=$PWD

coproc SERVER { "$(dirname "$NEWSLEDGER")/tests/demo/serve" tests/demo/site; }
read -r site <&"${SERVER[0]}"

walk() {
    sed -n '/^```sh$/,/^```$/p' "$root/README.md" | grep -vE '^```|^make ' |
        sed "s|https://news.example|$site|" >commands
    [ -s commands ] || return 1
    env HOME="$temp" NEWSLEDGER_ALLOW_ADDRESSES=127.0.0.0/8 NEWSLEDGER_HOST_DELAY=0 \
        bash -eu commands >out 2>&1 || { cat out && return 1; }
}

shows() {
    grep -qE -- "$1" out || { echo "no line like: $1" && cat out && return 1; }
}

cd "$temp" || exit 1
ln -s "$root/rules" "$root/tests" .
ln -s "$NEWSLEDGER" newsledger
check "the README's commands run" walk
check "the packs have no mistakes" shows ': no mistakes$'
check "the source's articles are read" shows '^sources: 1 polled, 0 unchanged, 0 failed; articles: 8 new, 8 read;'
check "they can be queried" shows 'OpenAI and Broadcom show their first chip'
check "the new rule passes its tests" shows '^2 tests, 0 failed$'
check "it finds its fact in a page" shows '^aws rents-out trainium@3$'
check "the README shows what comes of it" grep -qF "$(sed -n '/^aws rents-out/,+1p' out)" "$root/README.md"
check_done
