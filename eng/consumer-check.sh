#!/usr/bin/env bash
# Checks the package as a consumer uses it: packs it, follows README.md with an empty package cache and a folder feed, and runs
# the program without a backend, with a backend, and with the loader patch. Then trains, saves, opens and exports in a file-based
# program and in a trimmed single file.
#   usage: eng/consumer-check.sh
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

fail() { echo "consumer check: $*" >&2; exit 1; }
quietly() { "$@" > "$work/log" 2>&1 || { cat "$work/log"; fail "failed: $*"; }; }

# says FILE TEXT: fails unless the file contains the text.
says() { grep -qF -- "$2" "$1" || { cat "$1"; fail "expected in $(basename "$1"): $2"; }; }

# as_readme COMMAND...: runs a command that README.md must have, so that the page and this check stay the same.
as_readme() { says "$root/README.md" "$*"; quietly "$@"; }

echo "pack"
quietly dotnet pack "$root/src/Dcgan.Core" -c Release -o "$work/feed"
version=$(cd "$work/feed" && ls Dcgan.Core.*.snupkg)
version=${version#Dcgan.Core.}
version=${version%.snupkg}
echo "packed $version"

if [ -e "$root/.git" ]; then
    echo "the next commit has another version"
    quietly git clone --quiet "file://$root" "$work/clone"
    versions=()
    for _ in this next; do
        versions+=("$(cd "$work/clone/src/Dcgan.Core" && dotnet msbuild -restore -t:MinVer -getProperty:Version)")
        quietly git -C "$work/clone" -c user.name=check -c user.email=check@localhost commit --allow-empty -m next
    done
    [ "${versions[0]}" != "${versions[1]}" ] || fail "two commits have the same version, ${versions[0]}"
fi

# As on another machine: nothing is cached. All programs below share this cache.
export NUGET_PACKAGES=$work/packages
package=$NUGET_PACKAGES/dcgan.core/$version

echo "create a console program"
app=$work/Consumer
quietly dotnet new console -o "$app" --no-restore
cp "$root/eng/consumer/Program.cs" "$app/Program.cs"
# README.md's nuget.config. This machine may use another source than nuget.org; its own configuration then names that source.
sed -n '/^<configuration>/,/^<\/configuration>/p' "$root/README.md" | sed "s:value=\"FEED\":value=\"$work/feed\":" > "$app/nuget.config"
says "$app/nuget.config" "$work/feed"
public=$(sed -n 's/.*key="nuget.org" value="\([^"]*\)".*/\1/p' "$app/nuget.config")
[ -n "$public" ] || fail "README.md's nuget.config does not name nuget.org"
dotnet nuget list source | grep -qF "$public" || sed -i.old '/key="nuget.org"/d' "$app/nuget.config"
cp "$app/nuget.config" "$work/nuget.config" # for the file-based program
cd "$app"
as_readme dotnet add package Dcgan.Core --prerelease
says Consumer.csproj "Version=\"$version\""

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
says "$root/README.md" "\`libtorch-cpu-$system\` $backend"
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

# trains FILE: fails unless the output of train.cs says that everything worked.
trains() {
    cat "$1"
    says "$1" "step 3: losses are finite: True"
    says "$1" "opened at step 3, same samples: True"
    says "$1" "own optimizers: loaded at step 1"
}

mkdir "$work/images"
for image in 1 2 3 4; do head -c 768 /dev/urandom > "$work/images/$image.rgb"; done

echo "a file-based program: train, save, open and export"
mkdir "$work/file" "$work/data"
sed "s/libtorch-cpu-linux-x64@.*/libtorch-cpu-$system@$backend/" "$root/eng/consumer/train.cs" > "$work/file/train.cs"
cd "$work/file"
XDG_DATA_HOME=$work/data dotnet run train.cs "$work/images" > "$work/out" 2>&1 || { cat "$work/out"; fail "the file-based program failed"; }
trains "$work/out"

echo "a trimmed single file: train, save, open and export"
cd "$app"
grep -v '^#:' "$root/eng/consumer/train.cs" > Program.cs
rm -rf bin obj
quietly dotnet publish -c Release --use-current-runtime -p:PublishTrimmed=true -p:PublishSingleFile=true -o "$work/published"
[ ! -e "$work/published/Dcgan.Core.dll" ] || fail "the published program is not a single file"
"$work/published/Consumer" "$work/images" > "$work/out" 2>&1 || { cat "$work/out"; fail "the trimmed program failed"; }
trains "$work/out"
