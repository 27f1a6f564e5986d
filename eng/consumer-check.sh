#!/usr/bin/env bash
# Checks the package as a consumer uses it: packs it, creates a console program outside the repository, adds the package from
# a folder, and runs the program without a backend, with a backend, and with the loader patch.
#   usage: eng/consumer-check.sh
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
work=$(mktemp -d)

# A unique version, so that no cache can return an older build of the package. It is removed from the cache at the end.
version=$(cd "$root/src/Dcgan.Core" && dotnet msbuild -getProperty:Version)-check.$(date +%Y%m%d%H%M%S).$$
cache=$(dotnet nuget locals global-packages --list | sed 's/^global-packages: *//; s:[/\\]*$::')
package=$cache/dcgan.core/$version
cleanup() { rm -rf "$work" "$package"; rmdir "${package%/*}" 2> /dev/null || true; }
trap cleanup EXIT

fail() { echo "consumer check: $*" >&2; exit 1; }
quietly() { "$@" > "$work/log" 2>&1 || { cat "$work/log"; fail "failed: $*"; }; }

# says FILE TEXT: fails unless the file contains the text.
says() { grep -qF -- "$2" "$1" || { cat "$1"; fail "expected in the output: $2"; }; }

echo "pack $version"
quietly dotnet pack "$root/src/Dcgan.Core" -c Release -p:Version="$version" -o "$work/feed"
[ -f "$work/feed/Dcgan.Core.$version.snupkg" ] || fail "no symbol package"

echo "create a console program"
app=$work/Consumer
quietly dotnet new console -o "$app" --no-restore
cp "$root/eng/consumer/Program.cs" "$app/Program.cs"
cat > "$app/nuget.config" <<XML
<configuration>
  <packageSources>
    <add key="checked" value="$work/feed" />
  </packageSources>
</configuration>
XML
cd "$app"
quietly dotnet add package Dcgan.Core --version "$version"

echo "check the contents of the package"
(cd "$package" && find . -type f | sed 's:^\./::' | grep -vE '^(\.nupkg\.metadata|.*\.nupkg|.*\.nupkg\.sha512|dcgan\.core\.nuspec)$' | sort) > "$work/files"
sort > "$work/files.expected" <<'TXT'
README.md
buildTransitive/Dcgan.Core.targets
buildTransitive/WeakenVersionNeed.cs
icon.png
lib/net10.0/Dcgan.Core.dll
lib/net10.0/Dcgan.Core.xml
TXT
diff "$work/files.expected" "$work/files" || fail "the package's files differ from the expected ones (> marks the actual files)"
grep -o '<dependency id="[^"]*"' "$package/dcgan.core.nuspec" | sort > "$work/dependencies"
printf '<dependency id="%s"\n' Microsoft.Extensions.Logging.Abstractions TorchSharp | diff - "$work/dependencies" \
    || fail "the package's dependencies differ from the expected ones (> marks the actual dependencies)"
for text in '<license type="expression">MIT<' '<icon>icon.png<' '<readme>README.md<'; do
    says "$package/dcgan.core.nuspec" "$text"
done
grep -qF '"T:Dcgan.Core.Generator"' "$package/lib/net10.0/Dcgan.Core.xml" || fail "the package does not document Generator"
! grep -qF '"T:Dcgan.Core.Expect"' "$package/lib/net10.0/Dcgan.Core.xml" || fail "the package documents internal types"
! grep -aqF "$root" "$package/lib/net10.0/Dcgan.Core.dll" || fail "the assembly contains a path of this machine"

echo "without a backend: expect an error message that names the package to add"
quietly dotnet build -c Release
! dotnet run -c Release --no-build > "$work/out" || fail "the program ran without a backend"
cat "$work/out"
system=$(dotnet msbuild -getProperty:NETCoreSdkPortableRuntimeIdentifier)
says "$work/out" "libtorch-cpu-$system"
[ ! -e bin/Release/net10.0/cpu ] || fail "half a gigabyte was copied into bin/Release/net10.0/cpu"

backend=$(sed -n "s/.*Include=\"libtorch-cpu-$system\" Version=\"\([^\"]*\)\".*/\1/p" "$root/Directory.Packages.props")
quietly dotnet add package "libtorch-cpu-$system" --version "$backend"

# This part runs only on systems where the unpatched TorchSharp cannot load: libstdc++ is older than GCC 13's.
old_runtime=""
for library in /usr/lib/x86_64-linux-gnu/libstdc++.so.6 /usr/lib64/libstdc++.so.6; do
    if [ -e "$library" ] && ! grep -aqF GLIBCXX_3.4.32 "$library"; then old_runtime=$library; fi
done
if [ -n "$old_runtime" ]; then
    echo "with a backend, on an old C++ runtime: expect an error message that names the fix"
    quietly dotnet build -c Release
    ! dotnet run -c Release --no-build > "$work/out" || fail "the unpatched program ran on $old_runtime"
    cat "$work/out"
    says "$work/out" "<DcganPatchTorchSharp>true</DcganPatchTorchSharp>"
    [ ! -e bin/Release/net10.0/cpu ] || fail "half a gigabyte was copied into bin/Release/net10.0/cpu"
fi

echo "with a backend and the loader patch: one training step"
awk '{ print } /<PropertyGroup>/ { print "    <DcganPatchTorchSharp>true</DcganPatchTorchSharp>" }' Consumer.csproj > "$work/csproj"
cp "$work/csproj" Consumer.csproj
says Consumer.csproj "<DcganPatchTorchSharp>"
quietly dotnet build -c Release
dotnet run -c Release --no-build > "$work/out" || { cat "$work/out"; fail "the program failed"; }
cat "$work/out"
says "$work/out" "images [4, 3, 16, 16]"
says "$work/out" "step 1: losses are finite: True"
says "$work/out" "samples [5, 3, 16, 16]"
