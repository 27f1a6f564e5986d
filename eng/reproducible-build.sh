#!/usr/bin/env bash
# Builds the packages of the last commit in two clones, in folders of different names, and compares every file in them: assembly,
# symbols, documentation, bill of materials, nuspec. The same commit and the same SDK must give the same bytes.
#   usage: eng/reproducible-build.sh
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# pack CLONE NAME: clones the repository, packs it and unzips the packages into NAME.
pack() {
    git clone --quiet "file://$root" "$1"
    for project in src/Dcgan.Core src/Dcgan.Templates; do
        dotnet pack -c Release -p:RunAnalyzers=false -p:GenerateSbom=true "$1/$project" -o "$work/$2.packages" > "$work/log" 2>&1 || { cat "$work/log"; exit 1; }
    done
    for package in "$work/$2.packages"/*; do
        unzip -q "$package" -d "$work/$2/$(basename "$package")"
    done
}

pack "$work/one" first
pack "$work/another/folder" second

[ -s "$(echo "$work"/first/*.snupkg/lib/net10.0/Dcgan.Core.pdb)" ] || { echo "reproducible build: the packages have no symbols" >&2; exit 1; }
diff -r "$work/first" "$work/second" || { echo "reproducible build: two builds of the same commit differ" >&2; exit 1; }
(cd "$work/first" && find . -type f | sort)
echo "$(find "$work/first" -type f | wc -l) files are the same in both builds"
