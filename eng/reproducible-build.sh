#!/usr/bin/env bash
# Builds the packages of the last commit in two clones, in folders of different names and depths, and compares them byte by byte:
# assembly, symbols, documentation, nuspec. The bill of materials is left out, because its tool draws an identity for each one.
#   usage: eng/reproducible-build.sh
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# The dates of the files in a package. Without it, NuGet takes the time of the build.
SOURCE_DATE_EPOCH=$(git -C "$root" log -1 --format=%ct)
export SOURCE_DATE_EPOCH

# pack CLONE FEED: clones the repository and packs it into FEED.
pack() {
    git clone --quiet "file://$root" "$1"
    for project in src/Dcgan.Core src/Dcgan.Templates; do
        dotnet pack -c Release -p:RunAnalyzers=false "$1/$project" -o "$2" > "$work/log" 2>&1 || { cat "$work/log"; exit 1; }
    done
}

pack "$work/one" "$work/first"
pack "$work/another/folder" "$work/second"

(cd "$work/first" && ls -- *.nupkg *.snupkg)
diff -r "$work/first" "$work/second" || { echo "reproducible build: two builds of the same commit differ" >&2; exit 1; }
echo "two builds in two folders have the same bytes"
