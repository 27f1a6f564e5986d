#!/usr/bin/env bash
# Tests the pages of the face service and of the face studio in headless Chromium. Installs Debian's packages chromium and chromium-driver if they are
# missing and the script runs as root.
#   usage: eng/browser-test.sh [ARGUMENTS OF dotnet test...]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

if ! [ -x /usr/bin/chromium ] || ! [ -x /usr/bin/chromedriver ]; then
    if [ "$(id -u)" -ne 0 ] || ! command -v apt-get > /dev/null; then
        echo "browser test: Debian's packages chromium and chromium-driver are missing. Run: apt-get install chromium chromium-driver" >&2
        exit 1
    fi
    log=$(mktemp)
    trap 'rm -f "$log"' EXIT
    echo "installing chromium and chromium-driver"
    { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends chromium chromium-driver fonts-dejavu-core; } \
        > "$log" 2>&1 || { tail -n 20 "$log"; echo "browser test: cannot install chromium." >&2; exit 1; }
fi

dotnet test -c Release samples/FaceService.BrowserTests "$@"
