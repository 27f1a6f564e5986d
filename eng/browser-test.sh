#!/usr/bin/env bash
# The face service's page in a real browser: headless Chromium with its driver, both Debian's packages, which are installed
# where they lack and this is root.
#   usage: eng/browser-test.sh [ARGUMENTS OF dotnet test...]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

if ! [ -x /usr/bin/chromium ] || ! [ -x /usr/bin/chromedriver ]; then
    if [ "$(id -u)" -ne 0 ] || ! command -v apt-get > /dev/null; then
        echo "browser test: needs Debian's packages chromium and chromium-driver (apt-get install chromium chromium-driver)." >&2
        exit 1
    fi
    log=$(mktemp)
    trap 'rm -f "$log"' EXIT
    echo "installing chromium and chromium-driver"
    { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends chromium chromium-driver fonts-dejavu-core; } \
        > "$log" 2>&1 || { tail -n 20 "$log"; echo "browser test: chromium cannot be installed." >&2; exit 1; }
fi

dotnet test -c Release samples/FaceService.BrowserTests "$@"
