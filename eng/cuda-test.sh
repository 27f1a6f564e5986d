#!/usr/bin/env bash
# Compares CUDA with the CPU: steps, samples, measures and files. Needs an NVIDIA GPU.
#   usage: eng/cuda-test.sh [--libtorch FOLDER] [ARGUMENTS OF dotnet test...]
# --libtorch: a folder with a CUDA build of libtorch, such as torch/lib of a PyTorch installation, in place of TorchSharp's package:
#   eng/cuda-test.sh --libtorch "$(python3 -c 'import torch, os; print(os.path.dirname(torch.__file__))')/lib"
set -euo pipefail

arguments=()
if [ "${1:-}" = --libtorch ]; then
    libtorch=$(realpath -e "${2:?--libtorch: expected a folder}")
    [ -e "$libtorch/libtorch_cuda.so" ] || { echo "--libtorch: $libtorch has no libtorch_cuda.so." >&2; exit 2; }
    export LD_LIBRARY_PATH="$libtorch${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"
    arguments+=("-p:LibtorchFolder=$libtorch")
    shift 2
fi

cd "$(dirname "${BASH_SOURCE[0]}")/.."
dotnet test -c Release src/Dcgan.Core.CudaTests "${arguments[@]}" "$@"
