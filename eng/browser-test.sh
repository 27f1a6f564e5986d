#!/usr/bin/env bash
# Tests the pages of the face service and of the face studio in headless Chromium. Installs Debian's packages of Chromium if they are
# missing and the script runs as root.
#   usage: eng/browser-test.sh [ARGUMENTS OF dotnet test...]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

eng/install-programs.sh chromium chromium-driver fonts-dejavu-core

dotnet test -c Release samples/FaceService.BrowserTests "$@"
