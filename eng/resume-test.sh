#!/usr/bin/env bash
# The sample as its user stops it and goes on with it, over the ends of epochs: the same bits as a run that was never stopped.
#   usage: eng/resume-test.sh
set -euo pipefail
set -m # Otherwise what runs in the background does not hear Ctrl-C.
cd "$(dirname "${BASH_SOURCE[0]}")/.."

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
dotnet build -c Release samples/TrainFaces --output "$work/program" --verbosity quiet --nologo
# An epoch of the drawn faces is 13 batches. No function: in the background that would be a shell, and a signal would hit it.
train=(dotnet "$work/program/TrainFaces.dll" --depths 16,8,8 --batch 500 --epochs 3)
end=checkpoints/step-000000039.safetensors

fail() { echo "FAILED: $*"; exit 1; }

"${train[@]}" --out "$work/whole" > "$work/log"

# Stopped in the middle of the second epoch, then by Ctrl-C, then left to end.
"${train[@]}" --out "$work/parts" --checkpoint-every 2 --max-steps 17 > "$work/log"
[ -e "$work/parts/checkpoints/step-000000017.safetensors" ] || fail "a run that ends within an epoch was not saved."
"${train[@]}" --out "$work/parts" --checkpoint-every 2 --resume > "$work/log" &
process=$!
for ((wait = 0; wait < 600; wait++)); do
    grep -q "Resumed from" "$work/log" && ls "$work/parts/checkpoints" | grep -qvF step-000000017 && break
    sleep 0.05
done
kill -INT $process
status=0
wait $process || status=$?
[ $status -eq 130 ] || { cat "$work/log"; fail "after Ctrl-C the exit code was $status instead of 130."; }
[ ! -e "$work/parts/$end" ] || fail "Ctrl-C came after the run's end."
"${train[@]}" --out "$work/parts" --checkpoint-every 2 --resume > "$work/log"
grep -q "Resumed from checkpoint step-" "$work/log" || { cat "$work/log"; fail "the run did not go on."; }
cmp "$work/whole/$end" "$work/parts/$end" || fail "a run in parts has other bits than a whole one."
[ "$(cut -d, -f1-6 "$work/whole/losses.csv")" == "$(cut -d, -f1-6 "$work/parts/losses.csv")" ] || fail "losses.csv differs."

# Another seed or other batches would not be the same run, and no run is begun anew over checkpoints that cannot be used.
refused() {
    local words=$1
    shift
    if "${train[@]}" --out "$work/parts" --resume "$@" 2> "$work/log"; then fail "$* was accepted."; fi
    grep -q "$words" "$work/log" || { cat "$work/log"; fail "$* was refused in other words than '$words'."; }
}
refused "trainer option seed: expected 2 but found 1" --seed 2
refused "Float32), but the current options give .*, BFloat16)" --precision bfloat16

dotnet "$work/program/TrainFaces.dll" sample --checkpoint "$work/parts/$end" --count 10 --out "$work/faces.png"
[ "$(head -c 4 "$work/faces.png" | tail -c 3)" == PNG ] || fail "the sample command wrote no PNG."

for checkpoint in "$work"/parts/checkpoints/*.safetensors; do truncate -s -1 "$checkpoint"; done
refused "none of the checkpoints"
echo "A run in three parts ended with the bits of a whole one."
