#!/usr/bin/env bash
# The sample measures: pictures, a checkpoint's generator, and each epoch of a run, in one piece or in parts.
#   usage: eng/evaluate-test.sh
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
dotnet build -c Release samples/TrainFaces --output "$work/program" --verbosity quiet --nologo
faces=(dotnet "$work/program/TrainFaces.dll")
# Images of 16 pixels. An epoch is 10 batches of the 100 drawn faces in an archive.
shape=(--depths 16,8 --batch 10)

fail() { echo "FAILED: $*"; exit 1; }

"${faces[@]}" draw --out "$work/faces.zip" --count 100 --size 16 > "$work/log"
"${faces[@]}" "${shape[@]}" --data "$work/faces.zip" --epochs 1 --preset paper --seed 101 --out "$work/features" > "$work/log"
features=$(ls "$work"/features/checkpoints/*.safetensors | tail -n 1)

# Pictures against themselves come nearer than the faces of a network that has hardly learnt.
table() { "${faces[@]}" evaluate --data "$work/faces.zip" --features "$features" "$@" > "$work/table" || { cat "$work/table"; fail "evaluate $*"; }; }
frechet() { awk '/^Fréchet distance  / { print $3 }' "$work/table"; }
table --images "$work/faces.zip"
same=$(frechet)
table --checkpoint "$features" --count 100
cat "$work/table"
awk -v same="$same" -v made="$(frechet)" 'BEGIN { exit !(same + 0 < made + 0 && made + 0 > 0) }' \
    || fail "pictures are at $same from themselves, and generated ones at $(frechet)."

# A run that is measured is measured alike in parts, and trains as one that is not.
train=("${faces[@]}" "${shape[@]}" --data "$work/faces.zip" --epochs 3 --preset recommended)
"${train[@]}" --out "$work/plain" > "$work/log"
"${train[@]}" --evaluate "$features" --out "$work/whole" > "$work/log"
"${train[@]}" --evaluate "$features" --out "$work/parts" --max-steps 20 > "$work/log"
"${train[@]}" --evaluate "$features" --out "$work/parts" --resume > "$work/log"
[ "$(grep -c "^evaluated 100 images" "$work/log")" -eq 1 ] || { cat "$work/log"; fail "a line for the epoch's measures was expected."; }
[ "$(wc -l < "$work/whole/measures.csv")" -eq 4 ] || { cat "$work/whole/measures.csv"; fail "three epochs were to be measured."; }
cmp "$work/whole/measures.csv" "$work/parts/measures.csv" || fail "a run in parts measures other numbers than a whole one."
last=$(basename "$(ls "$work"/plain/checkpoints/*.safetensors | tail -n 1)")
cmp "$work/plain/checkpoints/$last" "$work/whole/checkpoints/$last" || fail "measuring changes the training."
[ -s "$work/whole/losses.png" ] || fail "there is no plot."

if "${faces[@]}" --depths 16,8,4 --data "$work/faces.zip" --evaluate "$features" --out "$work/other" 2> "$work/log"; then fail "features of other images were accepted."; fi
grep -q "expects 16x16x3 images, but this run generates 32x32x3 images" "$work/log" || { cat "$work/log"; fail "it was refused in other words."; }
echo "Measures of pictures, of a checkpoint and of a run in parts are as they should be."
