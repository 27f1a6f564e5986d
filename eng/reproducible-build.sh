#!/usr/bin/env bash
# Builds the packages of the last commit in two clones, in folders of different names and depths, and compares them: the same
# commit, SDK and system must give the same bytes (assembly, symbols, documentation, bill of materials, nuspec).
#   usage: eng/reproducible-build.sh
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# pack CLONE FEED: clones the repository and packs it into FEED.
pack() {
    git clone --quiet "file://$root" "$1"
    for project in src/Dcgan.Core src/Dcgan.Templates; do
        dotnet pack -c Release -p:RunAnalyzers=false -p:GenerateSbom=true "$1/$project" -o "$2" > "$work/log" 2>&1 || { cat "$work/log"; exit 1; }
    done
}

pack "$work/one" "$work/first"
pack "$work/another/folder" "$work/second"

cd "$work/first"
ls -- *.nupkg *.snupkg
diff -r "$work/first" "$work/second" || { echo "reproducible build: two builds of the same commit differ" >&2; exit 1; }
echo "two builds in two folders have the same bytes"
