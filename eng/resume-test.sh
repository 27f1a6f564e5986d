#!/usr/bin/env bash
# Stops and resumes the sample across epochs, as a user would. The result must be bit-identical to an uninterrupted run.
#   usage: eng/resume-test.sh
set -euo pipefail
set -m # Without job control, a background process ignores SIGINT.
cd "$(dirname "${BASH_SOURCE[0]}")/.."

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
program=$(dotnet build -c Release samples/TrainFaces -t:Build -getProperty:TargetPath)
# An epoch of the drawn faces is 13 batches. Not a function: in the background, the signal would hit its subshell.
train=(dotnet "$program" --depths 16,8,8 --batch 500 --epochs 3)
end=checkpoints/step-000000039.safetensors

fail() { echo "FAILED: $*"; exit 1; }

"${train[@]}" --out "$work/whole" > "$work/log"

# Stops the run in the second epoch, stops it again by Ctrl-C, and then lets it run to the end.
"${train[@]}" --out "$work/parts" --checkpoint-every 2 --max-steps 17 > "$work/log"
[ -e "$work/parts/checkpoints/step-000000017.safetensors" ] || fail "a run that ended within an epoch was not saved."
"${train[@]}" --out "$work/parts" --checkpoint-every 2 --resume > "$work/log" &
process=$!
for ((wait = 0; wait < 600; wait++)); do
    grep -q "Resumed from" "$work/log" && ls "$work/parts/checkpoints" | grep -qvF step-000000017 && break
    sleep 0.05
done
kill -INT $process
status=0
wait $process || status=$?
[ $status -eq 130 ] || { cat "$work/log"; fail "expected exit code 130 after Ctrl-C but was $status."; }
[ ! -e "$work/parts/$end" ] || fail "Ctrl-C arrived after the end of the run."
"${train[@]}" --out "$work/parts" --checkpoint-every 2 --resume > "$work/log"
grep -q "Resumed from checkpoint step-" "$work/log" || { cat "$work/log"; fail "the run did not resume."; }
cmp "$work/whole/$end" "$work/parts/$end" || fail "the last checkpoints of the resumed and the uninterrupted run differ."
[ "$(cut -d, -f1-6 "$work/whole/losses.csv")" == "$(cut -d, -f1-6 "$work/parts/losses.csv")" ] || fail "losses.csv differs."

# A different seed or precision is a different run and must be refused. So must a resume without an intact checkpoint.
refused() {
    local words=$1
    shift
    if "${train[@]}" --out "$work/parts" --resume "$@" 2> "$work/log"; then fail "$* was accepted."; fi
    grep -q "$words" "$work/log" || { cat "$work/log"; fail "the message for $* does not contain '$words'."; }
}
refused "started with --seed 1, but the current options give --seed 2" --seed 2
refused "started with --precision float32, but the current options give --precision bfloat16" --precision bfloat16

dotnet "$program" sample --checkpoint "$work/parts/$end" --count 10 --out "$work/faces.png"
[ "$(head -c 4 "$work/faces.png" | tail -c 3)" == PNG ] || fail "the sample command wrote no PNG."

for checkpoint in "$work"/parts/checkpoints/*.safetensors; do truncate -s -1 "$checkpoint"; done
refused "none of the checkpoints"
echo "Passed: a run in three parts is bit-identical to an uninterrupted one."
