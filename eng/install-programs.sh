#!/usr/bin/env bash
# Installs packages of Debian that checks need, unless they are installed. Only root can install; another user is told the command.
#   usage: eng/install-programs.sh PACKAGE...
set -euo pipefail

missing=()
for package in "$@"; do
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2> /dev/null)" = installed ] || missing+=("$package")
done
[ ${#missing[@]} -gt 0 ] || exit 0

if [ "$(id -u)" -ne 0 ] || ! command -v apt-get > /dev/null; then
    echo "Packages of Debian are missing. Run: apt-get install ${missing[*]}" >&2
    exit 1
fi
echo "installing ${missing[*]}"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
{ apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends -o DPkg::Lock::Timeout=600 "${missing[@]}"; } \
    > "$log" 2>&1 || { tail -n 20 "$log"; echo "apt-get cannot install ${missing[*]}." >&2; exit 1; }
