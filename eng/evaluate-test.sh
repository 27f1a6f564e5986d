#!/usr/bin/env bash
# Tests the sample's measures: of pictures, of a checkpoint's generator, and of each epoch of a run, with and without a resume.
#   usage: eng/evaluate-test.sh
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export XDG_CACHE_HOME=$work/cache
program=$(dotnet build -c Release samples/TrainFaces -t:Build -getProperty:TargetPath)
faces=(dotnet "$program")
# Images are 16x16. An epoch is 10 batches of the 100 drawn faces in the archive.
shape=(--depths 16,8 --batch 10)

fail() { echo "FAILED: $*"; exit 1; }

"${faces[@]}" draw --out "$work/faces.zip" --count 100 --size 16 > "$work/log"
"${faces[@]}" "${shape[@]}" --data "$work/faces.zip" --epochs 1 --preset paper --seed 101 --out "$work/features" > "$work/log"
features=$(ls "$work"/features/checkpoints/*.safetensors | tail -n 1)

# The distance of the pictures from themselves must be smaller than the distance of faces from a barely trained network.
table() { "${faces[@]}" evaluate --data "$work/faces.zip" --features "$features" "$@" > "$work/table" || { cat "$work/table"; fail "evaluate $*"; }; }
frechet() { awk '/^Fréchet distance  / { print $3 }' "$work/table"; }
table --images "$work/faces.zip"
same=$(frechet)
table --checkpoint "$features" --count 100
cat "$work/table"
# Half of the 100 pictures are held out.
grep -qx "50 images, and 50 other real images, compared with 50 real images" "$work/table" || fail "unexpected second line."
awk -v same="$same" -v made="$(frechet)" 'BEGIN { exit !(same + 0 < made + 0 && made + 0 > 0) }' \
    || fail "the pictures' distance from themselves is $same, that of the generated faces $(frechet)."

# ImageNet's features, which come with the program, must tell faces from the images of a barely trained network.
"${faces[@]}" evaluate --data "$work/faces.zip" --checkpoint "$features" --count 20 --seeds 2 > "$work/table" || fail "evaluate by ImageNet's features"
cat "$work/table"
awk '/^Fréchet distance  / { exit !($3 > $5 && $5 > 0) }' "$work/table" || fail "noise is nearer to faces than other faces."
[ "$(find "$work/cache" -name '*.features' | wc -l)" -eq 1 ] || fail "the features of the real images were not kept."

# Resuming must not change the measures of a run, and measuring must not change its training.
train=("${faces[@]}" "${shape[@]}" --data "$work/faces.zip" --epochs 3 --preset recommended)
"${train[@]}" --out "$work/plain" > "$work/log"
"${train[@]}" --evaluate "$features" --out "$work/whole" > "$work/log"
"${train[@]}" --evaluate "$features" --out "$work/parts" --max-steps 20 > "$work/log"
"${train[@]}" --evaluate "$features" --out "$work/parts" --resume > "$work/log"
[ "$(grep -c "^evaluated 50 images" "$work/log")" -eq 1 ] || { cat "$work/log"; fail "expected one line with the epoch's measures."; }
grep -q "^evaluated 50 other real images: " "$work/log" || { cat "$work/log"; fail "expected one line with the measures of other real images."; }
[ "$(wc -l < "$work/whole/measures.csv")" -eq 4 ] || { cat "$work/whole/measures.csv"; fail "expected measures of three epochs."; }
cmp "$work/whole/measures.csv" "$work/parts/measures.csv" || fail "a resumed run has different measures than an uninterrupted one."
last=$(basename "$(ls "$work"/plain/checkpoints/*.safetensors | tail -n 1)")
cmp "$work/plain/checkpoints/$last" "$work/whole/checkpoints/$last" || fail "measuring changed the training."
[ -s "$work/whole/losses.png" ] || fail "the run wrote no losses.png."

if "${faces[@]}" --depths 16,8,4 --data "$work/faces.zip" --evaluate "$features" --out "$work/other" 2> "$work/log"; then fail "features for images of another size were accepted."; fi
grep -q "expects 16x16x3 images, but this run generates 32x32x3 images" "$work/log" || { cat "$work/log"; fail "unexpected message for features of another image size."; }
echo "Passed: measures of pictures, of a checkpoint and of a resumed run."
