#!/usr/bin/env bash
# run.sh BUILD SECONDS TARGET...: fuzzes each target for so long, on one core. What it starts from
# are the shipped packs and the fixtures of the tests; what it learns stays in BUILD/corpus and
# is gone on with at the next run. An input that breaks something is left in BUILD/findings.
set -eu
cd "$(dirname "$0")/../.."
build=$1
seconds=$2
shift 2
export ASAN_OPTIONS="detect_leaks=1:quarantine_size_mb=64:${ASAN_OPTIONS-}"
export LSAN_OPTIONS="suppressions=$PWD/tests/fuzz/leaks.txt:print_suppressions=0"
export UBSAN_OPTIONS="halt_on_error=1:print_stacktrace=1:${UBSAN_OPTIONS-}"

# What seeds TARGET FOLDER: copies them there, each under a name of its own.
seeds() {
    local pattern file
    case $1 in
    rules) pattern='^(rules|tests)/.*\.yaml$|^tests/rules/import/.*\.txt$' ;;
    feed) pattern='^tests/.*\.(xml|json)$' ;;
    page) pattern='^tests/.*\.html$' ;;
    esac
    find rules tests -type f | grep -E "$pattern" | while read -r file; do
        cp "$file" "$2/$(echo "$file" | tr / _)"
    done
    # The guide's examples, all of them and each alone.
    if [ "$1" = rules ]; then
        awk -v folder="$2" '
            /^    / { print substr($0, 5) >(folder "/guide"); print substr($0, 5) >(folder "/guide" n) }
            /^[^ ]/ { n++ }' rules/README.md
    fi
}

for target; do
    corpus=$build/corpus/$target
    findings=$build/findings/$target
    start=$(mktemp -d)
    trap 'rm -rf "$start"' EXIT
    mkdir -p "$corpus" "$findings"
    seeds "$target" "$start"
    printf '== %s, %s seconds\n' "$target" "$seconds"
    # One input may take 10 s and 1 GB with the sanitizers, ten times what it takes without.
    "$build/tests/fuzz/fuzz_$target" -max_total_time="$seconds" -max_len=8192 -timeout=10 \
        -rss_limit_mb=1024 -dict="tests/fuzz/$target.dict" -artifact_prefix="$findings/" \
        -print_final_stats=1 "$corpus" "$start"
    rm -rf "$start"
done
