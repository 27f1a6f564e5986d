#!/usr/bin/env bash
# Trains over MPI, with Open MPI and with MPICH of Debian: the guarantee on 1 to 4 processes, processes that fail in each way, and the
# sample, which is killed, stopped and resumed on other numbers of processes. Nothing may hang: each command has a time limit.
#   usage: eng/mpi-test.sh
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

fail() { echo "FAILED: $*"; exit 1; }

eng/install-programs.sh openmpi-bin mpich # they can be installed side by side

tests=$(dotnet build -c Release src/Dcgan.Mpi.Tests -t:Build -getProperty:TargetPath)
ranks=(dotnet "$tests")
program=$(dotnet build -c Release samples/TrainFaces -t:Build -getProperty:TargetPath)
train=(dotnet "$program" --mpi --depths 16,8,8 --batch 60 --epochs 1000 --checkpoint-every 2)

# Small networks: more processes than cores must not wait for each other's threads.
export OMP_NUM_THREADS=1 GOMP_SPINCOUNT=3000 OMPI_MCA_rmaps_base_oversubscribe=1 OMPI_MCA_mpi_yield_when_idle=1
export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1

# expect STATUS COMMAND...: runs a command for at most two minutes, with its output in the log, and checks its exit status.
expect() {
    local expected=$1 status=0
    shift
    timeout 120 "$@" > "$work/log" 2>&1 || status=$?
    [ "$status" -eq "$expected" ] || { cat "$work/log"; fail "expected exit status $expected but was $status: $*"; }
}

# finishes COMMAND...: runs a command for at most a minute, with its output in the log. Its exit status may be any: a process that has
# failed in MPI does not end MPI, and launchers report that, or not.
finishes() {
    timeout 60 "$@" > "$work/log" 2>&1 || [ $? -ne 124 ] || { cat "$work/log"; fail "this hangs: $*"; }
}

# says WORDS [COUNT]: checks that the log has the words, in a number of lines if it is given.
says() {
    local lines
    lines=$(grep -cF -- "$1" "$work/log" || true)
    [ "$lines" -eq "${2:-$lines}" ] && [ "$lines" -gt 0 ] || { cat "$work/log"; fail "expected '$1' in ${2:-some} lines but found $lines."; }
}

# newest FOLDER: prints the step of the newest checkpoint; 0 if there is none.
newest() {
    local name
    name=$(find "$1/checkpoints" -name 'step-*.safetensors' 2> /dev/null | sort | tail -n 1)
    name=${name##*/step-}
    name=${name%.safetensors}
    echo $((10#${name:-0}))
}

# start NUMBER COMMAND...: starts the sample in the background and waits for a checkpoint of at least this step.
start() {
    local step=$1
    shift
    "$@" > "$work/log" 2>&1 &
    process=$!
    for ((wait = 0; wait < 1200; wait++)); do
        [ "$(newest "$work/run")" -ge "$step" ] && return
        kill -0 $process 2> /dev/null || break
        sleep 0.1
    done
    cat "$work/log"
    fail "the run did not reach a checkpoint of step $step."
}

# ends STATUS: waits for the run in the background, and checks its exit status. A status of "failed" is any but 0: MPICH's mpirun
# returns the bitwise OR of the processes' statuses, and those whose neighbor was killed end by an assertion of MPICH's or by its signal.
ends() {
    local status=0
    for ((wait = 0; wait < 600; wait++)); do
        kill -0 $process 2> /dev/null || break
        sleep 0.1
    done
    ! kill -0 $process 2> /dev/null || { cat "$work/log"; fail "the run did not end."; }
    wait $process || status=$?
    { [ "$1" = failed ] && [ $status -ne 0 ]; } || [ "$1" = $status ] || { cat "$work/log"; fail "expected exit status $1 but was $status."; }
}

# a_process: prints the process id of one process of the run.
a_process() {
    local id
    for id in $(pgrep -f "TrainFaces.dll --mpi.*$work/run"); do
        [ "$(cat "/proc/$id/comm" 2> /dev/null)" != dotnet ] || { echo "$id"; return; }
    done
    fail "no process of the run was found."
}

expect 0 env DCGAN_MPI_LIBRARY="$work/libmpi.so" "${ranks[@]}" missing
says "MPI: no library could be loaded; tried $work/libmpi.so. Install an MPI"

# Two folders with images of the same names but of other contents.
for seed in 1 2; do
    expect 0 dotnet "$program" draw --count 4 --seed $seed --out "$work/data-$seed"
done

for mpi in openmpi mpich; do
    run=("mpirun.$mpi" -np)
    for processes in 1 2 3 4; do
        expect 0 "${run[@]}" $processes "${ranks[@]}" guarantee
        says "largest relative difference" 5
        echo "$mpi, $processes processes: $(grep -c 'largest relative' "$work/log") runs equal those of one process to 1e-10"
    done

    for scenario in signals options data backward leave sums; do
        expect 0 "${run[@]}" 3 "${ranks[@]}" $scenario
    done
    expect 3 "${run[@]}" 3 "${ranks[@]}" abort
    finishes "${run[@]}" 2 "${ranks[@]}" call
    grep -qE 'rank 1, code [1-9][0-9]*: MPI_Bcast has failed: .*[Mm]essage truncated\.' "$work/log" || { cat "$work/log"; fail "the error of a refused call is not one line."; }
    finishes "${run[@]}" 3 "${ranks[@]}" unawaited # A process leaves during a sum.
    echo "$mpi: processes that fail end all"

    rm -rf "$work/run"
    start 2 "${run[@]}" 4 "${train[@]}" --out "$work/run"
    kill -KILL "$(a_process)"
    ends failed
    killed=$(newest "$work/run")
    expect 0 "${run[@]}" 2 "${train[@]}" --out "$work/run" --resume --max-steps $((killed + 3))
    says "Resumed from checkpoint step-" 1
    start $((killed + 4)) "${run[@]}" 3 "${train[@]}" --out "$work/run" --resume
    # mpirun forwards SIGUSR1; another signal may go to any one process.
    if [ $mpi = openmpi ]; then kill -USR1 $process; else kill -INT "$(a_process)"; fi
    ends 130
    says "Stopped: " 1
    expect 0 "${train[@]}" --out "$work/run" --resume --max-steps $(($(newest "$work/run") + 1))
    says "Resumed from checkpoint step-" 1
    says "warning: --mpi: this is the only process. To train on several, use mpirun -n N with N above 1." 1
    echo "$mpi: a killed and a stopped run resumed on 2, 3 and 1 processes"

    # An error is printed once, with its rank.
    expect 2 "${run[@]}" 2 "${train[@]}" --out "$work/other" --data "$work/nowhere"
    says "error: rank 0: --data $work/nowhere: the folder or zip archive does not exist." 1
    expect 2 "${run[@]}" 1 "${train[@]}" --out "$work/other" : -np 1 "${train[@]}" --out "$work/other" --seed 4
    says "error: rank 1: The processes of a run must be equal, but rank 1 has the trainer option Seed = 4 and rank 0 has the trainer option Seed = 1." 1
    says "error: " 1
    expect 2 "${run[@]}" 1 "${train[@]}" --out "$work/other" : -np 1 "${train[@]/%60/40}" --out "$work/other"
    says "error: rank 1: --mpi: all processes must have the same images and options, but rank 1 has --batch 40 and rank 0 has --batch 60." 1
    expect 2 "${run[@]}" 1 "${train[@]}" --out "$work/other" : -np 1 "${train[@]}" --out "$work/other" --max-steps 4
    says "error: rank 1: --mpi: all processes must have the same images and options, but rank 1 has --max-steps 4 and rank 0 has --max-steps (none)." 1
    # Only rank 0 evaluates. Its error must not hang the other.
    expect 2 "${run[@]}" 1 "${train[@]}" --out "$work/other" --evaluate "$work/nowhere" : -np 1 "${train[@]}" --out "$work/other"
    says "error: rank 0: --evaluate $work/nowhere: there is no such file." 1
    expect 2 "${run[@]}" 1 "${train[@]}" --out "$work/other" --data "$work/data-1" : -np 1 "${train[@]}" --out "$work/other" --data "$work/data-2"
    says "error: rank 1: --mpi: all processes must have the same images and options, but the image files of rank 1 have the names of those of rank 0 but other contents." 1
    [ ! -e "$work/other/run.json" ] || fail "a run that did not start has written run.json."
done
echo "Passed: Open MPI and MPICH."
