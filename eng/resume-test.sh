#!/usr/bin/env bash
# The sample as its user stops it and goes on with it, over the ends of epochs: the same bits as a run that was never stopped.
#   usage: eng/resume-test.sh
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
dotnet build -c Release samples/TrainFaces --output "$work/program" --verbosity quiet --nologo
# An epoch of the drawn faces is 7 batches.
train=(dotnet "$work/program/TrainFaces.dll" --depths 16,8,8 --batch 1000 --epochs 3)

fail() { echo "FAILED: $*"; exit 1; }

"${train[@]}" --out "$work/whole" > "$work/log"

# Stopped in the middle of the second epoch, then by Ctrl-C, then left to end.
"${train[@]}" --out "$work/parts" --checkpoint-every 2 --max-steps 9 > "$work/log"
(exec timeout --signal=INT 4 "${train[@]}" --out "$work/parts" --checkpoint-every 2 --resume) > "$work/log" || [ $? -eq 124 ]
"${train[@]}" --out "$work/parts" --checkpoint-every 2 --resume > "$work/log"
grep -q "Going on after step-" "$work/log" || { cat "$work/log"; fail "the run did not go on."; }
cmp "$work/whole/checkpoints/step-000000021.safetensors" "$work/parts/checkpoints/step-000000021.safetensors" \
    || fail "a run in parts has other bits than a whole one."
[ "$(cut -d, -f1-6 "$work/whole/losses.csv")" == "$(cut -d, -f1-6 "$work/parts/losses.csv")" ] || fail "losses.csv differs."

# Other batches would not be the same run.
if "${train[@]}" --out "$work/parts" --resume --seed 2 2> "$work/log"; then fail "another seed was accepted."; fi
grep -q "trainer option seed: expected 2 but found 1" "$work/log" || { cat "$work/log"; fail "another seed was refused in other words."; }

dotnet "$work/program/TrainFaces.dll" sample --checkpoint "$work/parts/checkpoints/step-000000021.safetensors" --count 10 --out "$work/faces.png"
[ "$(head -c 4 "$work/faces.png" | tail -c 3)" == PNG ] || fail "the sample command wrote no PNG."
echo "A run in three parts ended with the bits of a whole one."
