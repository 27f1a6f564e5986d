#!/usr/bin/env bash
# The guarantee's runs over the standard ABI of MPI 5 (libmpi_abi.so.1). Debian 12 has no MPI with it, so this unpacks the MPICH of Debian's
# testing suite, with the C library that it needs, into a folder, and runs there. Installs nothing. Needs root. Where the packages cannot
# be downloaded, it says so and passes.
#   usage: eng/mpi5-test.sh
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

skip() { echo "not run: $*"; exit 0; }
[ "$(id -u)" -eq 0 ] || skip "the standard ABI of MPI 5 needs root here."
unshare --mount true 2> /dev/null || skip "the standard ABI of MPI 5 needs mount namespaces here."
[ "$(dpkg --print-architecture 2> /dev/null)" = amd64 ] || skip "the standard ABI of MPI 5 needs Debian's packages for amd64."
command -v apt-get > /dev/null || skip "the standard ABI of MPI 5 needs packages of Debian."

tests=$(dotnet build -c Release src/Dcgan.Mpi.Tests -t:Build -getProperty:TargetPath)
runtime=$(dirname "$(readlink -f "$(command -v dotnet)")")
work=$(mktemp -d)
trap 'rm -rf --one-file-system "$work"' EXIT

apt=$work/apt
mkdir -p "$apt"/{state/lists/partial,cache/archives/partial,etc/apt.conf.d,etc/preferences.d,etc/sources.list.d,etc/trusted.gpg.d,files}
: > "$apt/status"
mirror=$(awk '/^URIs:/ { print $2; exit }' /etc/apt/sources.list.d/debian.sources 2> /dev/null || true)
[ -n "$mirror" ] || skip "the standard ABI of MPI 5 needs the mirror in debian.sources."
echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror testing main" > "$apt/etc/sources.list"
cat > "$apt/conf" <<END
Dir::Etc "$apt/etc"; Dir::State "$apt/state"; Dir::State::status "$apt/status"; Dir::Cache "$apt/cache";
APT::Architecture "amd64"; APT::Sandbox::User "root"; Acquire::Check-Valid-Until "false"; Acquire::Languages "none";
END
download() {
    export APT_CONFIG=$apt/conf
    apt-get update -qq -o APT::Update::Error-Mode=any && cd "$apt/files" && apt-get download -qq libc6 libgcc-s1 libstdc++6 zlib1g libgomp1 libmpich12 mpich libhwloc15 \
        libucx0 libucc1 libze1 libudev1 libcap2 libnuma1 libssl3t64 libzstd1
}
(download) > "$work/log" 2>&1 || { tail -n 3 "$work/log"; skip "packages of Debian's testing suite cannot be downloaded."; }

root=$work/root
mkdir -p "$root"/usr/{bin,sbin,lib,lib64,share/dotnet} "$root"/{proc,sys,dev,tmp,repository}
for folder in bin sbin lib lib64; do ln -s "usr/$folder" "$root/$folder"; done
for package in "$apt"/files/*.deb; do dpkg-deb -x "$package" "$root"; done
ldconfig -r "$root"
ln -s /usr/share/dotnet/dotnet "$root/usr/bin/dotnet"

# within PROCESSES SCENARIO: runs a scenario of the tests below the root, in a mount namespace of its own.
within() {
    runtime=$runtime root=$root repository=$PWD timeout 120 unshare --mount --propagation private bash -c '
        mount --bind "$runtime" "$root/usr/share/dotnet" && mount --bind "$repository" "$root/repository"
        for folder in proc sys dev; do mount --rbind /$folder "$root/$folder"; done
        exec env -i HOME=/tmp PATH=/usr/bin DOTNET_ROOT=/usr/share/dotnet OMP_NUM_THREADS=1 GOMP_SPINCOUNT=3000 \
            DCGAN_MPI_LIBRARY=libmpi_abi.so.1 /usr/sbin/chroot "$root" mpiexec.hydra -np "$@"' -- "$1" dotnet "/repository/${tests#"$PWD/"}" "$2" \
        > "$work/log" 2>&1 || { cat "$work/log"; echo "FAILED: $2 with $1 processes"; exit 1; }
}

within 2 guarantee
[ "$(grep -c 'largest relative difference' "$work/log")" -eq 5 ] || { cat "$work/log"; echo "FAILED: expected 5 runs"; exit 1; }
within 3 sums
within 3 backward
echo "Passed: $(dpkg-deb -f "$apt"/files/libmpich12_*.deb Version | sed 's/^/MPICH /') over libmpi_abi.so.1."
