#!/usr/bin/env bash
# Compares the library with PyTorch, in both directions: networks of PyTorch's DCGAN example that Generator.OpenPyTorch and
# Discriminator.OpenPyTorch open, and checkpoints that docs/pytorch.py opens.
#   usage: eng/pytorch-test.sh [FOLDER]    FOLDER keeps the files; default: a temporary folder
# Needs a Python with PyTorch 2, such as Debian's python3-torch. PYTHON is the command that starts it; default: python3.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

python=${PYTHON:-python3}
"$python" -c "import torch" 2> /dev/null || { echo "FAILED: '$python' has no PyTorch; set PYTHON to a command that starts a Python with PyTorch."; exit 1; }
if [ $# -gt 0 ]; then mkdir -p "$1"; work=$(cd "$1" && pwd); else work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; fi

program=$(dotnet build -c Release eng/PyTorchComparison -t:Build -getProperty:TargetPath)
compare=(dotnet "$program")

# The example's own size; other sizes; one more stage, for 128x128 images; the keys of nn.DataParallel. Float64 shows that the
# networks are the same, which float32 hides behind its rounding errors.
make() { "$python" eng/pytorch-test.py make "$work/$1" "${@:2}"; "${compare[@]}" compare "$work/$1"; }
make full
make full-float64 --dtype float64
make narrow --latent 7 --width 5 --channels 1 --images 3
make large --stages 5 --width 16 --images 2
make parallel --dtype float64 --prefix module. --width 16

mkdir -p "$work/saved"
"${compare[@]}" save "$work/saved"
"$python" eng/pytorch-test.py check "$work/saved" docs
echo "Passed: PyTorch's networks in C#, and checkpoints in PyTorch."
