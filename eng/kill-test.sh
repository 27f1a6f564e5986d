#!/usr/bin/env bash
# Repeatedly kills a training run that saves after every step, at random moments, and resumes it. After every kill the newest
# checkpoint must be intact and no older than the previous one. The final checkpoint must be bit-identical to that of an
# uninterrupted run.
#   usage: eng/kill-test.sh [KILLS]      (default 100)
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

kills=${1:-100}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
program=$(dotnet build -c Release samples/TrainFaces -t:Build -getProperty:TargetPath)
# Not a function: a function in the background runs in a subshell, and the kill would hit the subshell.
train=(dotnet "$program" --depths 256,128,16 --batch 4 --epochs 1000)

fail() { echo "FAILED: $*"; exit 1; }

# newest FOLDER: prints the step of the newest checkpoint, intact or not; 0 if there is none.
newest() {
    local name
    name=$(find "$1/checkpoints" -name 'step-*.safetensors' 2> /dev/null | sort | tail -n 1)
    name=${name##*/step-}
    name=${name%.safetensors}
    echo $((10#${name:-0}))
}

last=0
in_a_save=0
for ((kill = 1; kill <= kills; kill++)); do
    "${train[@]}" --out "$work/killed" --checkpoint-every 1 --resume > "$work/log" 2>&1 &
    process=$!
    # One kill in four may hit the start of the run; the other kills come after its first save, during a step or a save.
    if [ $((RANDOM % 4)) -gt 0 ]; then
        for ((wait = 0; wait < 600; wait++)); do
            [ "$(newest "$work/killed")" -gt "$last" ] && break
            sleep 0.05
        done
    fi
    sleep "0.$(printf '%03d' $((RANDOM % 400)))"
    kill -KILL $process 2> /dev/null || { cat "$work/log"; fail "the run ended before kill $kill."; }
    wait $process 2> /dev/null || true

    step=$(newest "$work/killed")
    [ "$step" -ge "$last" ] || fail "the newest checkpoint is of step $step after kill $kill but was of step $last before."
    ! grep -q "cannot be used" "$work/log" || { cat "$work/log"; fail "the run found a damaged checkpoint before kill $kill."; }
    [ -z "$(find "$work/killed/checkpoints" -name '*.partial' 2> /dev/null)" ] || in_a_save=$((in_a_save + 1))
    last=$step
done

[ "$last" -gt 0 ] || fail "no run reached a checkpoint."
[ "$kills" -lt 50 ] || [ $in_a_save -gt 0 ] || fail "no kill hit a save, so the test is inconclusive."
end=$((last + 10))
"${train[@]}" --out "$work/killed" --checkpoint-every 1 --resume --max-steps $end > "$work/log" 2>&1 || { cat "$work/log"; fail "the last run failed."; }
grep -q "Resumed from checkpoint step-$(printf '%09d' "$last")" "$work/log" || { cat "$work/log"; fail "the last run did not resume after step $last."; }
[ -z "$(find "$work/killed/checkpoints" -name '*.partial')" ] || fail "a partial file of a killed save was not deleted."
"${train[@]}" --out "$work/undisturbed" --max-steps $end > "$work/log" 2>&1 || { cat "$work/log"; fail "the uninterrupted run failed."; }
checkpoint=checkpoints/step-$(printf '%09d' $end).safetensors
cmp "$work/killed/$checkpoint" "$work/undisturbed/$checkpoint" || fail "the last checkpoints of the killed and the uninterrupted run differ."
echo "Passed: $kills kills, $in_a_save of them during a save; an intact checkpoint after each, bit-identical after $end steps."
