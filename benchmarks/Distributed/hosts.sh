#!/usr/bin/env bash
# Runs an MPI program with one process on each of several hosts. The hosts are network namespaces of this machine, each with a cable
# (veth) to one bridge. All of it lives in private namespaces and disappears when this script ends, or when its standard input is closed.
#   usage: hosts.sh HOSTS RATE DELAY SCRATCH MPIRUN ARGUMENT...
#   RATE: of each cable in each direction, in Mbit/s; 0: unlimited.  DELAY: one way, in microseconds; 0: none.
#   hosts.sh probe: whether this kernel can delay packets
set -euo pipefail

if [ "$1" = probe ]; then
    exec unshare --net -- bash -c 'ip link set lo up && tc qdisc add dev lo root netem delay 1us'
elif [ "$1" != inside ]; then
    exec unshare --net --mount --uts --pid --fork --kill-child --mount-proc -- bash "$0" inside "$@"
fi

hosts=$2 rate=$3 delay=$4 scratch=$5
shift 5

# A bucket of 0.5 ms, but at least one packet of the kernel's largest size; a queue of 10 ms.
larger() { echo $(($1 > $2 ? $1 : $2)); }
bucket=(tbf rate "${rate}mbit" burst "$(larger 80000 $((rate * 125 / 2)))" limit "$(larger 262144 $((rate * 1250)))")

rm -f "$scratch"/ready*
ip link add name bridge0 type bridge
ip link set bridge0 up
holders=()
for ((host = 1; host <= hosts; host++)); do
    unshare --net --uts -- bash -c "hostname host$host; echo; exec sleep infinity" > "$scratch/ready$host" &
    holder=$!
    holders+=($holder)
    while [ ! -s "$scratch/ready$host" ]; do kill -0 $holder; sleep 0.01; done
    inside=(nsenter -t $holder --net --)
    ip link add name port$host type veth peer name eth0 netns $holder
    ip link set port$host master bridge0 up
    "${inside[@]}" ip address add 10.99.0.$host/24 dev eth0
    "${inside[@]}" ip link set lo up
    "${inside[@]}" ip link set eth0 up
    # The same congestion control everywhere, whatever this machine's default is.
    "${inside[@]}" ip route replace 10.99.0.0/24 dev eth0 congctl cubic
    if [ "$delay" -gt 0 ]; then
        paced=()
        [ "$rate" -eq 0 ] || paced=(rate "${rate}mbit")
        "${inside[@]}" tc qdisc add dev eth0 root netem delay "${delay}us" limit 100000 "${paced[@]}"
    elif [ "$rate" -gt 0 ]; then
        "${inside[@]}" tc qdisc add dev eth0 root "${bucket[@]}"
    fi
    if [ "$rate" -gt 0 ]; then
        tc qdisc add dev port$host root "${bucket[@]}"
    fi
done

# Starts a command on another host, as ssh does for mpirun. The last number of the address is that of the host.
cat > "$scratch/agent" << AGENT
#!/usr/bin/env bash
holders=(${holders[*]})
address=\$1
shift
exec nsenter -t "\${holders[\${address##*.} - 1]}" --net --uts -- bash -c "\$*"
AGENT
chmod +x "$scratch/agent"

export TMPDIR=$scratch OMPI_MCA_plm_rsh_agent="$scratch/agent" OMPI_MCA_plm_rsh_no_tree_spawn=1
export OMPI_MCA_btl=self,tcp OMPI_MCA_btl_tcp_if_include=eth0 OMPI_MCA_oob_tcp_if_include=eth0
mpirun=$1
shift
list=$(seq -f '10.99.0.%.0f:1' -s, "$hosts")
nsenter -t "${holders[0]}" --net --uts -- "$mpirun" --host "$list" -np "$hosts" "$@" < /dev/null &
run=$!

# The end of standard input is the end of the program that started this script.
exec 3<&0
{ cat <&3 > /dev/null; kill $run 2> /dev/null; } &
wait $run
