#!/usr/bin/env bash
# `make install` puts everything in its place, and `make uninstall` takes out just that.
set -u
cd "$(dirname "$0")/../.." || exit 1
. tests/support/tap.sh

# What the make that runs this was told is nothing to this one.
call() {
    env -u MAKEFLAGS -u MAKELEVEL make --no-print-directory -j2 "$1" DESTDIR="$temp" PREFIX=/usr/local
}

installed() { # PATH...
    local path
    for path; do
        [ -s "$temp/usr/local/$path" ] || { echo "$path is not there" && return 1; }
    done
}

started() {
    local units=$temp/usr/local/lib/systemd/system
    grep -q '^ExecStart=/usr/local/bin/newsledger run --quiet$' "$units/newsledger.service" &&
        grep -q '^17 .* /usr/local/bin/newsledger run --quiet$' \
            "$temp/usr/local/share/doc/newsledger/crontab" &&
        [ -s "$units/newsledger.timer" ] && ! grep -rl @BINDIR@ "$temp"
}

reads_the_installed_rules() {
    local rules=$temp/usr/local/share/newsledger/rules
    HOME=$temp "$temp/usr/local/bin/newsledger" rules check --rules "$rules"
}

all_rules() {
    diff <(cd rules && find . -name '*.yaml' -o -name '*.json' | sort) \
        <(cd "$temp/usr/local/share/newsledger/rules" && find . -name '*.yaml' -o -name '*.json' | sort)
}

only_what_was_there() {
    [ "$(find "$temp" -type f | sort)" = "$temp/usr/local/bin/mine" ] || {
        find "$temp" -type f
        return 1
    }
    ! [ -e "$temp/usr/local/share/newsledger" ]
}

mkdir -p "$temp/usr/local/bin"
echo mine >"$temp/usr/local/bin/mine"
check "install" call install
check "program, man page, completion and licence are there" installed bin/newsledger \
    share/man/man1/newsledger.1 share/bash-completion/completions/newsledger \
    share/doc/newsledger/LICENSE share/newsledger/rules/README.md
check "the sample crontab and the units start the installed program" started
check "all packs and the schemas are there" all_rules
check "the installed program reads the installed rules" reads_the_installed_rules
check "uninstall" call uninstall
check "nothing of it is left, and nothing else is gone" only_what_was_there
check_done
