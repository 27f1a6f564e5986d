#!/usr/bin/env bash
# Checks the package as a consumer uses it: packs it, follows README.md with an empty package cache and a folder feed, and runs
# the program without a backend, with a backend, and with the loader patch. Then trains, saves, opens and exports in a file-based
# program and in a trimmed single file, and builds and runs the programs of the templates.
#   usage: eng/consumer-check.sh
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
work=$(mktemp -d)
web="" # the process id of the web application while it runs
trap '[ -z "$web" ] || kill "$web" 2> /dev/null; rm -rf "$work"' EXIT

fail() { echo "consumer check: $*" >&2; exit 1; }
quietly() { "$@" > "$work/log" 2>&1 || { cat "$work/log"; fail "failed: $*"; }; }

# within SECONDS COMMAND...: repeats a command until it succeeds.
within() {
    local end=$((SECONDS + $1))
    shift
    until "$@"; do
        [ $SECONDS -lt $end ] || { cat "$work/out"; fail "not in time: $*"; }
        sleep 0.2
    done
}

# says FILE TEXT: fails unless the file contains the text.
says() { grep -qF -- "$2" "$1" || { cat "$1"; fail "expected in $(basename "$1"): $2"; }; }

# as_readme COMMAND...: runs a command that README.md must have, so that the page and this check stay the same.
as_readme() { says "$root/README.md" "$*"; quietly "$@"; }

# The library as it is here, in a folder of its own: other checks build here meanwhile, with other properties.
source=$work/source
if [ -e "$root/.git" ]; then
    git clone --quiet --no-checkout "file://$root" "$source"
    git -C "$source" reset --quiet
    (cd "$root" && git ls-files -z --cached --others --exclude-standard | tar --create --null --files-from=- --ignore-failed-read) | tar --extract --directory "$source"
else
    cp -R "$root" "$source"
fi

echo "pack"
repository=https://example.org/dcgan
# The tests' build has run the analyzers.
pack() { quietly dotnet pack "$source/src/$1" -c Release -o "${output:-$work/feed}" "-p:RepositoryUrl=$repository" -p:RunAnalyzers=false "${@:2}"; }
pack Dcgan.Core -p:GenerateSbom=true
pack Dcgan.Images -p:GenerateSbom=true
pack Dcgan.Mpi -p:GenerateSbom=true
pack Dcgan.Templates
version=$(cd "$work/feed" && ls Dcgan.Core.*.snupkg)
version=${version#Dcgan.Core.}
version=${version%.snupkg}
echo "packed $version"

for library in Dcgan.Images Dcgan.Mpi; do
    grep -aqF _manifest/spdx_2.2/manifest.spdx.json "$work/feed/$library.$version.nupkg" || fail "$library has no bill of materials"
done

echo "a build in another folder gives the same assemblies"
(cd "$source" && tar --create --exclude=bin --exclude=obj .) | { mkdir -p "$work/another/folder" && tar --extract --directory "$work/another/folder"; }
for library in Dcgan.Core Dcgan.Images Dcgan.Mpi; do
    quietly dotnet build "$work/another/folder/src/$library" -c Release "-p:RepositoryUrl=$repository" -p:RunAnalyzers=false
    cmp "$source/src/$library/bin/Release/net10.0/$library.dll" "$work/another/folder/src/$library/bin/Release/net10.0/$library.dll" || fail "$library differs"
done

if [ -e "$root/.git" ]; then
    echo "the next commit has another version"
    versions=()
    for _ in this next; do
        versions+=("$(cd "$source/src/Dcgan.Core" && dotnet msbuild -t:MinVer -getProperty:Version)")
        quietly git -C "$source" -c user.name=check -c user.email=check@localhost commit --allow-empty -m next
    done
    [ "${versions[0]}" != "${versions[1]}" ] || fail "two commits have the same version, ${versions[0]}"
fi

echo "a change that breaks programs built against a release is found when the next one is packed"
next() { output=$work/next pack Dcgan.Mpi "-p:PackageValidationBaselinePath=$work/feed/Dcgan.Mpi.$version.nupkg"; }
next
sed -i.old 's/public int ErrorCode/internal int ErrorCode/' "$source/src/Dcgan.Mpi/MpiException.cs"
! (next) > "$work/out" 2>&1 || fail "packing does not report that a public property is missing"
says "$work/out" "error CP0002: Member 'int Dcgan.Mpi.MpiException.ErrorCode.get'"
mv "$source/src/Dcgan.Mpi/MpiException.cs.old" "$source/src/Dcgan.Mpi/MpiException.cs"

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
_manifest/spdx_2.2/manifest.spdx.json
_manifest/spdx_2.2/manifest.spdx.json.sha256
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
# The first line of the top section. A program that stops reading early would now and then end this script with SIGPIPE.
notes=$(awk '/^## \[/ { top = 1 } top && /^- / && !found { print; found = 1 }' "$root/CHANGELOG.md")
for text in '<license type="expression">MIT<' '<icon>icon.png<' '<readme>README.md<' "<projectUrl>$repository<" \
    "<repository type=\"git\" url=\"$repository\" commit=" "$notes"; do
    says "$package/dcgan.core.nuspec" "$text"
done
bill=$package/_manifest/spdx_2.2/manifest.spdx.json
for text in ./lib/net10.0/Dcgan.Core.dll pkg:nuget/TorchSharp@ pkg:nuget/Google.Protobuf@; do
    says "$bill" "$text"
done
! grep -qF -e "$root" -e "$work" "$bill" || fail "the bill of materials contains a path of this machine"
grep -qF '"T:Dcgan.Core.Generator"' "$package/lib/net10.0/Dcgan.Core.xml" || fail "the package does not document Generator"
! grep -qF '"T:Dcgan.Core.Expect"' "$package/lib/net10.0/Dcgan.Core.xml" || fail "the package documents internal types"
! grep -aqF -e "$root" -e "$work" "$package/lib/net10.0/Dcgan.Core.dll" || fail "the assembly contains a path of this machine"

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

is_png() { [ "$(head -c 4 "$1" | tail -c 3)" = PNG ] || fail "$1 is not a PNG file"; }

# 6 BMP files of 16x16 random pixels, a damaged one, and a file that is not an image. An epoch is one step.
mkdir "$work/pictures"
for image in 1 2 3 4 5 6; do
    printf 'BM\x36\x03\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0\x10\0\0\0\x10\0\0\0\x01\0\x18\0\0\0\0\0\0\x03\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0' > "$work/pictures/$image.bmp"
    head -c 768 /dev/urandom >> "$work/pictures/$image.bmp"
done
head -c 100 "$work/pictures/1.bmp" > "$work/pictures/damaged.bmp"
echo "not an image" > "$work/pictures/notes.txt"

echo "README.md's file-based program: train for two epochs on a folder of images"
mkdir "$work/readme"
sed -n '/^#:package Dcgan.Images/,/^```/p' "$root/README.md" | sed '$d' > "$work/readme/program"
(echo "#:package Dcgan.Core@*-*"; cat "$work/readme/program") | sed "s/libtorch-cpu-linux-x64@.*/libtorch-cpu-$system@$backend/; s/Epoch < 20/Epoch < 2/" > "$work/readme/train.cs"
says "$work/readme/train.cs" "Epoch < 2)"
cd "$work/readme"
XDG_DATA_HOME=$work/data dotnet run train.cs "$work/pictures" > "$work/out" 2>&1 || { cat "$work/out"; fail "README.md's program failed"; }
for epoch in 1 2; do is_png "epoch-$epoch.png"; done


# template NAME FOLDER: creates a program from a template and builds it, with warnings as errors.
template() {
    quietly dotnet new "$1" -o "$work/$2"
    # The registry may lack the lowest version of a package that TorchSharp needs (NU1603).
    quietly dotnet build -c Release -warnaserror -warnnotaserror:NU1603 "$work/$2"
}

export DOTNET_CLI_HOME=$work/home # dotnet new installs the templates here
quietly dotnet new install "$work/feed/Dcgan.Templates.$version.nupkg"

echo "template dcgan-console: train for one epoch, then resume for another"
template dcgan-console Faces
for epochs in 1 2; do
    (cd "$work/Faces" && dotnet run -c Release --no-build -- "$work/pictures" $epochs) > "$work/out" 2>&1 || { cat "$work/out"; fail "the console program failed"; }
    cat "$work/out"
    says "$work/out" "7 image files"
    says "$work/out" "epoch $epochs, step $epochs: "
    says "$work/out" "; 1 files cannot be read"
    is_png "$work/Faces/run/epoch-000$epochs.png"
done
mkdir "$work/empty"
! (cd "$work/Faces" && dotnet run -c Release --no-build -- "$work/empty") > "$work/out" 2>&1 || fail "the console program succeeds without images"
[ "$(wc -l < "$work/out")" -eq 1 ] || { cat "$work/out"; fail "the console program does not report an empty folder in one sentence"; }
! grep -qF "step 1:" "$work/out" || fail "the console program did not resume"
echo "template dcgan-console: its own pictures are no data, and output that cannot be written does not end the run"
cp -r "$work/pictures" "$work/Faces/pictures"
(cd "$work/Faces" && dotnet run -c Release --no-build -- . 3) > "$work/out" 2>&1 || { cat "$work/out"; fail "the console program failed"; }
says "$work/out" "7 image files"
if [ -e /dev/full ]; then # Linux only
    (cd "$work/Faces" && dotnet run -c Release --no-build -- . 4) > /dev/full 2> "$work/out" || { cat "$work/out"; fail "the console program failed where its output could not be written"; }
    is_png "$work/Faces/run/epoch-0004.png"
fi
echo "template dcgan-console: SIGTERM saves the run"
(cd "$work/Faces" && exec dotnet bin/Release/net10.0/Faces.dll . 9999) > "$work/out" 2>&1 &
web=$!
within 120 grep -q 'step ' "$work/out"
status=0
kill -TERM "$web" && wait "$web" || status=$?
web=""
[ $status -eq 130 ] || { cat "$work/out"; fail "the console program exited with status $status after SIGTERM"; }
says "$work/out" "saved $work/Faces/run/step-"

echo "template dcgan-web: serve while it trains, stop, resume"
template dcgan-web Web

# get PATH: prints the body of the response. PORT is set by start.
get() { exec 3<> "/dev/tcp/127.0.0.1/$port"; printf 'GET %s HTTP/1.0\r\n\r\n' "$1" >&3; sed '1,/^\r$/d' <&3; exec 3>&-; }

start() {
    : > "$work/out" # now: the process below empties it a little later, and the last program's port must not be read
    (cd "$work/Web" && Training__Images="$work/pictures" exec dotnet bin/Release/net10.0/Web.dll --run run --snapshotSteps 2 --urls http://127.0.0.1:0) > "$work/out" 2>&1 &
    web=$!
    within 120 grep -q 'Now listening on' "$work/out"
    port=$(sed -n 's/.*Now listening on: .*:\([0-9]*\).*/\1/p' "$work/out")
}
has_snapshot_of() { get /status | grep -qE "\"snapshotStep\":$1"; }
stop() { kill "-$1" "$web"; wait "$web" || fail "the web application exited with status $?"; web=""; says "$work/out" "Saved $work/Web/run/step-"; }

start
within 120 has_snapshot_of '[1-9]'
get "/faces/7.png" > "$work/face.png"
get "/grid.png?seed=7" > "$work/grid.png"
is_png "$work/face.png"
is_png "$work/grid.png"
get / > "$work/page.html"
says "$work/page.html" '<title>Web</title>'
get /status
echo
stop TERM
! (cd "$work/Web" && dotnet bin/Release/net10.0/Web.dll --imges "$work/pictures") > "$work/out" 2>&1 || fail "the web application accepts an unknown option"
says "$work/out" "--imges: unknown option"
! (cd "$work/Web" && dotnet bin/Release/net10.0/Web.dll --images "$work/nowhere" --urls http://127.0.0.1:0) > "$work/out" 2>&1 || fail "the web application succeeds without images"
says "$work/out" "$work/nowhere: the folder or zip archive does not exist."
! grep -qF "   at " "$work/out" || { cat "$work/out"; fail "the web application prints a stack trace for missing images"; }
reached=$(ls "$work/Web/run" | tail -n 1)
start
within 120 has_snapshot_of '[0-9]'
step=$(get /status | sed 's/.*"step":\([0-9]*\).*/\1/')
[ "$step" -gt "$((10#$(echo "$reached" | tr -dc 0-9)))" ] || fail "the web application did not resume from $reached: it is at step $step"
echo "resumed from $reached, at step $step"
# Where this script runs under nohup, its programs ignore SIGHUP.
stop "$([ -z "$(trap -p HUP)" ] && echo HUP || echo TERM)"
