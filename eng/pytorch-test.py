"""The PyTorch side of eng/pytorch-test.sh: networks of PyTorch's DCGAN example, and docs/pytorch.py. Needs PyTorch only.

make FOLDER [--stages N] [--latent N] [--width N] [--channels N] [--images N] [--dtype float32|float64] [--prefix P] [--seed N]
    Writes FOLDER/generator.safetensors and discriminator.safetensors, the state dicts of two networks with random weights and
    statistics, and FOLDER/golden.safetensors: latents, images, and the logits of the images in four orientations.
check FOLDER DOCS
    For each FOLDER/STATISTICS*.images.safetensors, compares the images of DOCS/pytorch.py with those in the file.
"""
import argparse
import json
import pathlib
import struct
import sys

import torch
from torch import nn


def write(path, tensors, names={torch.float32: "F32", torch.float64: "F64", torch.int64: "I64"}):
    header, data = {}, b""
    for name, tensor in tensors.items():
        values = bytes(tensor.detach().contiguous().flatten().view(torch.uint8).tolist())
        header[name] = {"dtype": names[tensor.dtype], "shape": list(tensor.shape), "data_offsets": [len(data), len(data) + len(values)]}
        data += values
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    path.write_bytes(struct.pack("<Q", len(text)) + text + data)


class Example(nn.Module):
    """The networks of examples/dcgan/main.py of https://github.com/pytorch/examples, for any number of stages, without the sigmoid."""

    def __init__(self, *layers):
        super().__init__()
        self.main = nn.Sequential(*layers)

    def forward(self, value):
        return self.main(value)


def generator(latent, width, channels, stages):
    depths = [width * 2**stage for stage in reversed(range(stages))]
    layers = [nn.ConvTranspose2d(latent, depths[0], 4, 1, 0, bias=False), nn.BatchNorm2d(depths[0]), nn.ReLU(True)]
    for inner, outer in zip(depths, depths[1:]):
        layers += [nn.ConvTranspose2d(inner, outer, 4, 2, 1, bias=False), nn.BatchNorm2d(outer), nn.ReLU(True)]
    return Example(*layers, nn.ConvTranspose2d(depths[-1], channels, 4, 2, 1, bias=False), nn.Tanh())


def discriminator(width, channels, stages):
    depths = [width * 2**stage for stage in range(stages)]
    layers = [nn.Conv2d(channels, depths[0], 4, 2, 1, bias=False), nn.LeakyReLU(0.2, inplace=True)]
    for inner, outer in zip(depths, depths[1:]):
        layers += [nn.Conv2d(inner, outer, 4, 2, 1, bias=False), nn.BatchNorm2d(outer), nn.LeakyReLU(0.2, inplace=True)]
    return Example(*layers, nn.Conv2d(depths[-1], 1, 4, 1, 0, bias=False))


def train_like(network, example, width):
    """Draws weights, from the example's N(0, 0.02) at its own width, and running statistics near those of a batch."""
    for module in network.modules():
        if isinstance(module, (nn.Conv2d, nn.ConvTranspose2d)):
            transposed = isinstance(module, nn.ConvTranspose2d)
            nn.init.normal_(module.weight, 0, 0.02 if width == 64 else (module.weight.shape[0 if transposed else 1] * (4 if transposed else 16)) ** -0.5)
            # The first channel has a variance near 1e-4, where PyTorch's 1e-5 and this library's 1e-3 differ most.
            if module.weight.shape[1 if transposed else 0] > 4:
                with torch.no_grad():
                    (module.weight[:, 0] if transposed else module.weight[0]).mul_(0.01)
        elif isinstance(module, nn.BatchNorm2d):
            nn.init.normal_(module.weight, 1, 0.1)
            nn.init.normal_(module.bias, 0, 0.3)
            module.momentum = 0.9
    with torch.no_grad():
        for _ in range(3):
            network.train()(example)
    return network.eval()


def make(options):
    folder, dtype = pathlib.Path(options.folder), getattr(torch, options.dtype)
    folder.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(options.seed)
    torch.set_default_dtype(dtype)
    latents = torch.randn(max(64, options.images), options.latent)
    maker = train_like(generator(options.latent, options.width, options.channels, options.stages), latents[..., None, None], options.width)
    with torch.no_grad():
        made = maker(latents[..., None, None])
        judge = train_like(discriminator(options.width, options.channels, options.stages), made, options.width)
        latents, images = latents[: options.images].clone(), maker(latents[: options.images, :, None, None])
        turned = [images, -images, images.flip(2), images.transpose(2, 3)]
        logits = torch.cat([judge(each).flatten() for each in turned])
    for name, network in ("generator", maker), ("discriminator", judge):
        write(folder / f"{name}.safetensors", {options.prefix + key: value for key, value in network.state_dict().items()})
    write(folder / "golden.safetensors", {"latents": latents, "images": images, "logits": logits})
    with torch.no_grad():
        exact = maker.double()(latents.double()[..., None, None]), torch.cat([judge.double()(each.double()).flatten() for each in turned])
        own = [(one - other).abs().max().item() for one, other in zip((images, logits), exact)]
    print(f"{folder}: PyTorch's rounding errors: {own[0]:.1e} of an image, {own[1]:.1e} of a logit")
    print(f"{folder}: images {tuple(images.shape)}, mean {images.mean():.3f}, deviation {images.std():.3f}, logits from {logits.min():.3f} to {logits.max():.3f}")


def check(options):
    sys.path.insert(0, options.docs)
    import pytorch

    worst, files = 0, sorted(pathlib.Path(options.folder).glob("*.images.safetensors"))
    for file in files:
        _, expected = pytorch.read(file)
        network = pytorch.Generator(str(file).replace(".images.", "."), file.name.split(".")[0].split("-")[0])
        with torch.no_grad():
            difference = (network(expected["latents"], expected.get("labels")) - expected["images"]).abs().max().item()
        print(f"{file.name}: deviation {expected['images'].std():.2f}, largest difference of an image in PyTorch {difference:.1e}")
        worst = max(worst, difference / (1e-12 if expected["images"].dtype == torch.float64 else 1e-6))
    sys.exit(not files or not worst <= 1)


parser = argparse.ArgumentParser()
commands = parser.add_subparsers(required=True)
making = commands.add_parser("make")
making.set_defaults(run=make)
making.add_argument("folder")
for name, value in ("stages", 4), ("latent", 100), ("width", 64), ("channels", 3), ("images", 4), ("seed", 1):
    making.add_argument(f"--{name}", type=int, default=value)
making.add_argument("--dtype", default="float32")
making.add_argument("--prefix", default="")
checking = commands.add_parser("check")
checking.set_defaults(run=check)
checking.add_argument("folder")
checking.add_argument("docs")
arguments = parser.parse_args()
arguments.run(arguments)
