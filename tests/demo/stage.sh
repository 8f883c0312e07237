# Sourced with $build and $temp set: serves the bundled news site on loopback as $site, and sets the
# program's environment to the shipped packs, without the sources of the real world, and that site.
# shellcheck shell=bash

# The server ends with the script: it serves until its standard input is closed.
coproc SERVER { "$build/tests/demo/serve" tests/demo/site; }
read -r site <&"${SERVER[0]}"

mkdir -p "$temp/rules/demo"
sed "s|@SITE@|$site|" tests/demo/rules/sources.yaml >"$temp/rules/demo/sources.yaml"
for file in rules/*/*.yaml; do
    grep -q '^sources:' "$file" || install -D -m 644 "$file" "$temp/$file"
done

unset "${!NEWSLEDGER_@}"
export XDG_CONFIG_HOME=$temp NEWSLEDGER_RULES=$temp/rules
export NEWSLEDGER_ALLOW_ADDRESSES=127.0.0.0/8 NEWSLEDGER_HOST_DELAY=0
