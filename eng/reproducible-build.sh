#!/usr/bin/env bash
# Builds the packages of the last commit here and in a clone in another folder, and compares them byte by byte: assembly, symbols,
# documentation, nuspec. The bill of materials is left out, because its tool draws an identity for each one.
#   usage: eng/reproducible-build.sh
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

fail() { echo "reproducible build: $*" >&2; exit 1; }
[ -z "$(git -C "$root" status --porcelain)" ] || fail "the folder has changes that are not committed, which the clone would not have"

# The dates of the files in a package. Without it, NuGet takes the time of the build.
SOURCE_DATE_EPOCH=$(git -C "$root" log -1 --format=%ct)
export SOURCE_DATE_EPOCH

# pack FOLDER FEED: packs the packages of a clone into FEED.
pack() {
    for project in src/Dcgan.Core src/Dcgan.Images src/Dcgan.Mpi src/Dcgan.Templates; do
        dotnet pack -c Release -p:RunAnalyzers=false "$1/$project" -o "$2" > "$work/log" 2>&1 || { cat "$work/log"; exit 1; }
    done
}

pack "$root" "$work/first"
git clone --quiet "file://$root" "$work/another/folder"
pack "$work/another/folder" "$work/second"

(cd "$work/first" && ls -- *.nupkg *.snupkg)
diff -r "$work/first" "$work/second" || fail "two builds of the same commit differ"
echo "two builds in two folders have the same bytes"
