#!/usr/bin/env bash
# .ci/deps names what is missing, installs it as root or by sudo, and else says what to do.
set -u
cd "$(dirname "$0")/../.." || exit 1
. tests/support/tap.sh

bin=$temp/bin
mkdir "$bin"
for tool in env ls sh; do
    ln -s "$(command -v $tool)" "$bin/$tool"
done

# stub NAME LINE...: a program of this name on the path
stub() {
    local name=$1
    shift
    { echo '#!/bin/sh' && printf '%s\n' "$@"; } >"$bin/$name"
    chmod +x "$bin/$name"
}

# Of the packages, only "there" is installed; apt-get writes down what it is asked.
debian() { # USER-ID
    rm -f "$bin"/{dpkg-query,apt-get,sudo,id,cc,pkg-config} "$temp/asked"
    stub dpkg-query 'case "$*" in *there) echo "ii " ;; *) exit 1 ;; esac'
    stub apt-get "echo \"apt-get \$*\" >>$temp/asked"
    stub id "echo $1"
}

elsewhere() {
    rm -f "$bin"/{dpkg-query,apt-get,sudo,id,cc,pkg-config}
}

deps() { # STATUS PACKAGE...
    local status=$1
    shift
    PATH=$bin .ci/deps "$@" >"$temp/out" 2>&1
    [ $? = "$status" ] || { cat "$temp/out" && return 1; }
}

says() {
    grep -qF -- "$1" "$temp/out" || { cat "$temp/out" && return 1; }
}

asked() {
    grep -qE -- "$1" "$temp/asked"
}

debian 0
check "what is there is left alone" deps 0 there
check "without a word" test ! -s "$temp/out"
check "and apt-get is not asked" test ! -e "$temp/asked"
check "what is missing is installed" deps 0 there lost
check "and named" says "deps: missing: lost"
check "by apt-get, and nothing else is" asked 'install .* lost$'

debian 1000
check "without root and sudo it stops" deps 1 lost
check "and says what to run" says "apt-get install lost"
stub sudo "echo sudo >>$temp/asked" 'exec "$@"'
check "sudo is used where there is one" deps 0 lost
check "for all of it" asked '^sudo$'

debian 0
stub apt-get 'exit 100'
check "a failure of apt-get is one" deps 1 lost
check "and names what is missing still" says "could not install: lost"

elsewhere
check "another system stops" deps 1 there lost
check "and is told what Debian calls the packages" says "there lost"
stub cc ''
stub pkg-config '[ "$*" = "--exists liba libb" ]'
check "unless a compiler and the libraries are there" env LIBRARIES="liba libb" PATH="$bin" .ci/deps lost
check "all of them" env LIBRARIES="liba libc" PATH="$bin" sh -c '! .ci/deps lost'
check_done
