#!/usr/bin/env bash
# Judges the tests of one folder of the library by mutation (Stryker.NET): changes the code in one place at a time and reports the
# changes that no test notices. Takes minutes to an hour, because each change runs its tests in a process that loads libtorch. Does
# not change texts: most are messages, and tests compare those with patterns.
# By default, only the tests whose name contains the folder's run; a filter adds the tests of other folders that need its code.
#   usage: eng/mutation-test.sh FOLDER [TEST-FILTER]
#   example: eng/mutation-test.sh Losses
#   example: eng/mutation-test.sh Training 'FullyQualifiedName~Training|FullyQualifiedName~Processes|FullyQualifiedName~Health|FullyQualifiedName~Losses|FullyQualifiedName~Diagnostics|FullyQualifiedName~Sampl|FullyQualifiedName~HookTests|FullyQualifiedName~OptionsTests'
set -euo pipefail
[ $# -ge 1 ] || { sed -n 's/^#   //p' "$0"; exit 2; }
cd "$(dirname "${BASH_SOURCE[0]}")/../src/Dcgan.Core.Tests"
[ -d "../Dcgan.Core/$1" ] || { echo "There is no folder src/Dcgan.Core/$1."; exit 2; }

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
dotnet tool install dotnet-stryker --version 5.1.0 --tool-path "$work/tool" > /dev/null
cat > "$work/stryker.json" <<JSON
{ "stryker-config": {
  "project": "Dcgan.Core.csproj",
  "configuration": "Release",
  "mutate": ["$1/**/*.cs"],
  "test-case-filter": "${2:-FullyQualifiedName~$1}",
  "concurrency": 2,
  "coverage-analysis": "perTest",
  "ignore-mutations": ["string"],
  "additional-timeout": 30000,
  "reporters": ["cleartexttree"]
} }
JSON

# Two test processes share the cores, so each computes on one thread.
RunAnalyzers=false OMP_NUM_THREADS=1 "$work/tool/dotnet-stryker" -f "$work/stryker.json" -O "$work/out"
