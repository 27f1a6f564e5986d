#!/usr/bin/env bash
# Kills a training run that saves after every step, again and again at random moments, and goes on with it each time. After
# every kill the newest checkpoint must be whole and at least as far as the one before, and at the end the run must have the
# same bits as one that was never disturbed.
#   usage: eng/kill-test.sh [KILLS]      (100 by default)
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

kills=${1:-100}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
dotnet build -c Release samples/TrainFaces --output "$work/program" --verbosity quiet --nologo
# No function: in the background that would be a shell, and the kill would hit the shell.
train=(dotnet "$work/program/TrainFaces.dll" --depths 256,128,16 --batch 4 --epochs 1000)

fail() { echo "FAILED: $*"; exit 1; }

# newest FOLDER: the step of its newest checkpoint, whole or not; 0 without one.
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
    # One in four within its start, the others from its first save on, at any moment of a step or a save.
    if [ $((RANDOM % 4)) -gt 0 ]; then
        for ((wait = 0; wait < 600; wait++)); do
            [ "$(newest "$work/killed")" -gt "$last" ] && break
            sleep 0.05
        done
    fi
    sleep "0.$(printf '%03d' $((RANDOM % 400)))"
    kill -KILL $process 2> /dev/null || { cat "$work/log"; fail "the run ended by itself before kill $kill."; }
    wait $process 2> /dev/null || true

    step=$(newest "$work/killed")
    [ "$step" -ge "$last" ] || fail "after kill $kill the newest checkpoint is of step $step, before it was of $last."
    ! grep -q "cannot be used" "$work/log" || { cat "$work/log"; fail "before kill $kill a damaged checkpoint was found."; }
    [ -z "$(find "$work/killed/checkpoints" -name '*.partial' 2> /dev/null)" ] || in_a_save=$((in_a_save + 1))
    last=$step
done

[ "$last" -gt 0 ] || fail "no run came as far as a checkpoint."
[ "$kills" -lt 50 ] || [ $in_a_save -gt 0 ] || fail "no kill came within a save: this shows nothing."
end=$((last + 10))
"${train[@]}" --out "$work/killed" --checkpoint-every 1 --resume --max-steps $end > "$work/log" 2>&1 || { cat "$work/log"; fail "the last run did not end well."; }
grep -q "Resumed from checkpoint step-$(printf '%09d' "$last")" "$work/log" || { cat "$work/log"; fail "the last run did not go on after step $last."; }
[ -z "$(find "$work/killed/checkpoints" -name '*.partial')" ] || fail "a killed save's rubbish is still there."
"${train[@]}" --out "$work/undisturbed" --max-steps $end > "$work/log" 2>&1 || { cat "$work/log"; fail "the undisturbed run did not end well."; }
checkpoint=checkpoints/step-$(printf '%09d' $end).safetensors
cmp "$work/killed/$checkpoint" "$work/undisturbed/$checkpoint" || fail "the killed run's last checkpoint has other bits than the undisturbed run's."
echo "$kills kills, $in_a_save of them within a save: a whole checkpoint after each, and the same bits after $end steps."
