#!/usr/bin/env bash
# Builds the documentation site from README.md, docs/ and the libraries' documentation comments into artifacts/docs/site. A warning,
# such as a broken link, an unknown heading or a picture that is missing, is an error.
#   usage: eng/docs.sh [--serve]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
out=artifacts/docs
rm -rf "$out"

# With the assemblies that it uses beside it, so that DocFX knows their types.
for library in Dcgan.Core Dcgan.Images Dcgan.Mpi; do
    dotnet build -c Release -p:RunAnalyzers=false -p:CopyLocalLockFileAssemblies=true "src/$library" -o "$out/library" -v quiet
done
dotnet tool restore > /dev/null
dotnet docfx eng/docs/docfx.json --warningsAsErrors "$@"
