"""The recommended recipe in PyTorch, with the variations of the table "What else was tried" in docs/recipes.md. Needs PyTorch and Pillow.

    usage: python3 recipes.py DATA.zip OUT [OPTIONS]

Trains on the images in a zip archive, all gray or all color, of 64x64 pixels, on the CPU or, with --device cuda, on a GPU. Writes 2,048
generated images into the folder OUT, which the sample then compares with the data:
TrainFaces evaluate --images OUT --data DATA.zip --features imagenet

The table "Longer runs" has the options --device cuda --width 64 --rate 2.378e-4 --half-life 10000 --half-life-share 0.05 --images 197475
(789900 for 60 epochs) --every 65825. The adaptive augmentation is --color --translation --cutout --adaptive 0.6.
"""
import argparse, copy, io, math, os, sys, zipfile
import numpy, torch
from PIL import Image
from torch import nn
from torch.nn import functional

arguments = argparse.ArgumentParser()
arguments.add_argument("data")
arguments.add_argument("out")
arguments.add_argument("--images", type=int, default=65825, help="real images in the run")
arguments.add_argument("--count", type=int, default=0, help="train on so many of the images; 0 for all")
arguments.add_argument("--width", type=int, default=16, help="the last depth of both networks, of four")
arguments.add_argument("--discriminator-width", type=int, default=0, help="another width for the discriminator")
arguments.add_argument("--batch", type=int, default=16)
arguments.add_argument("--rate", type=float, default=3e-4, help="learning rate of Adam")
arguments.add_argument("--discriminator-rate", type=float, default=0, help="another learning rate for the discriminator")
arguments.add_argument("--beta2", type=float, default=0.999)
arguments.add_argument("--decay", choices=["none", "cosine", "linear"], default="none", help="of the rate: cosine to 5 %%, linear to 2 %%")
arguments.add_argument("--half-life", type=float, default=3000, help="of the averaged generator, in images")
arguments.add_argument("--half-life-share", type=float, default=0.25, help="the longest half-life, as a share of the images seen")
arguments.add_argument("--kernel", type=int, choices=[4, 5], default=4, help="side of the generator's kernels")
arguments.add_argument("--bilinear", choices=["none", "last", "all"], default="last",
                       help="the generator's stages that double their maps bilinearly and convolve with 3x3 kernels")
arguments.add_argument("--skips", action="store_true", help="the image is the sum of an image of each stage")
arguments.add_argument("--discriminator-kernel", type=int, choices=[4, 5], default=5)
arguments.add_argument("--minibatch-deviation", action="store_true")
arguments.add_argument("--no-norm", action="store_true", help="no batch normalization in the discriminator")
arguments.add_argument("--spectral-norm", action="store_true", help="spectral normalization in the discriminator")
arguments.add_argument("--self-modulation", type=int, default=0,
                       help="hidden units of the networks that compute the generator's scales and shifts from the latents; 0 for none")
arguments.add_argument("--top-k", type=float, default=1,
                       help="share of the generated images that train the generator, those with the best scores; falls from 1 to this in half the run")
arguments.add_argument("--relativistic", action="store_true", help="pairs a real and a generated image in both losses")
arguments.add_argument("--r1", type=float, default=0, help="weight of R1, and of R2 if --relativistic")
arguments.add_argument("--he", action="store_true", help="He's initialization in the discriminator, for --no-norm")
arguments.add_argument("--label-smoothing", type=float, default=0, help="of real images")
arguments.add_argument("--dropout", type=float, default=0, help="probability of each map in the discriminator")
arguments.add_argument("--color", action="store_true", help="DiffAugment's brightness and contrast")
arguments.add_argument("--translation", action="store_true", help="DiffAugment's translation")
arguments.add_argument("--cutout", action="store_true", help="DiffAugment's cutout")
arguments.add_argument("--adaptive", type=float, default=0,
                       help="mean sign of the scores of real images above which the probability of the augmentation grows from 0 (ADA)")
arguments.add_argument("--adaptive-images", type=float, default=100000, help="images in which the probability grows from 0 to 1")
arguments.add_argument("--every", type=int, default=0, help="also writes images into the folder OUT-IMAGES after each so many images")
arguments.add_argument("--device", default="cpu", help="cpu or cuda")
arguments.add_argument("--seed", type=int, default=0)
options = arguments.parse_args()
torch.set_default_device(options.device)

LATENTS, EPSILON, SAMPLES = 100, 1e-3, 2048
depths = [options.width * factor for factor in (8, 4, 2, 1)]
judging_depths = [(options.discriminator_width or options.width) * factor for factor in (1, 2, 4, 8)]


def read(path):
    """All images of the archive, [N, C, 64, 64], bytes."""
    with zipfile.ZipFile(path) as archive:
        names = sorted(name for name in archive.namelist() if name.lower().endswith((".jpg", ".png")))
        images = numpy.stack([numpy.asarray(Image.open(io.BytesIO(archive.read(name)))) for name in names])
    return torch.from_numpy(images).unsqueeze(1) if images.ndim == 3 else torch.from_numpy(images).permute(0, 3, 1, 2).contiguous()


def convolution(inputs, outputs, kernel, bias):
    return nn.Conv2d(inputs, outputs, kernel, 2, (kernel - 1) // 2, bias=bias)


class Up(nn.Module):
    """Doubles the sides of maps."""

    def __init__(self, inputs, outputs, is_last):
        super().__init__()
        kernel, bias = options.kernel, is_last
        self.doubles = options.bilinear == "all" or (options.bilinear == "last" and is_last)
        self.layer = (nn.Conv2d(inputs, outputs, 3, 1, 1, bias=bias) if self.doubles
                      else nn.ConvTranspose2d(inputs, outputs, kernel, 2, (kernel - 1) // 2, kernel - 4, bias=bias))

    def forward(self, maps):
        return self.layer(double(maps) if self.doubles else maps)


def double(maps):
    return functional.interpolate(maps, scale_factor=2, mode="bilinear", align_corners=False)


class Generator(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.project = nn.Linear(LATENTS, depths[0] * 16)
        self.norms = nn.ModuleList(nn.BatchNorm2d(depth, eps=EPSILON, affine=not options.self_modulation) for depth in depths)
        self.modulations = nn.ModuleList(nn.Sequential(
            nn.Linear(LATENTS, options.self_modulation), nn.ReLU(), nn.Linear(options.self_modulation, 2 * depth)) for depth in depths) if options.self_modulation else None
        self.stages = nn.ModuleList([*(Up(*pair, is_last=False) for pair in zip(depths, depths[1:])), Up(depths[-1], channels, is_last=True)])
        self.images = nn.ModuleList(nn.Conv2d(depth, channels, 3, 1, 1) for depth in depths) if options.skips else None

    def forward(self, latents):
        maps, image = self.project(latents).view(-1, depths[0], 4, 4), 0
        for index, (norm, stage) in enumerate(zip(self.norms, self.stages)):
            maps = norm(maps)
            if self.modulations is not None:
                scale, shift = self.modulations[index](latents)[..., None, None].chunk(2, 1)
                maps = maps * (1 + scale) + shift
            maps = maps.relu()
            if self.images is not None:
                image = double(image + self.images[index](maps))
            maps = stage(maps)
        return (maps + image).tanh()


class Deviation(nn.Module):
    """Appends the mean deviation within groups of 4 images as a map (Karras et al., 2018)."""

    def forward(self, maps):
        groups = maps.view(4, -1, *maps.shape[1:])
        deviation = (groups - groups.mean(0)).square().mean(0).add(1e-8).sqrt().mean([1, 2, 3])
        return torch.cat([maps, deviation.view(-1, 1, 1, 1).repeat(4, 1, *maps.shape[2:])], 1)


def discriminator(channels):
    """Images to scores, [N]."""
    layers = []
    limit = nn.utils.parametrizations.spectral_norm if options.spectral_norm else lambda layer: layer
    for index, (inputs, outputs) in enumerate(zip([channels, *judging_depths], judging_depths)):
        normalizes = index > 0 and not options.no_norm
        layers += [limit(convolution(inputs, outputs, options.discriminator_kernel, bias=not normalizes))]
        layers += [nn.BatchNorm2d(outputs, eps=EPSILON)] if normalizes else []
        layers += [nn.LeakyReLU(0.2), nn.Dropout2d(options.dropout)]
    layers += [Deviation()] if options.minibatch_deviation else []
    return nn.Sequential(*layers, nn.Flatten(), limit(nn.Linear((judging_depths[-1] + options.minibatch_deviation) * 16, 1)), nn.Flatten(0))


def initialize(layer):
    if isinstance(layer, (nn.Conv2d, nn.ConvTranspose2d, nn.Linear)):
        nn.init.normal_(layer.weight, 0, 0.02)
        if layer.bias is not None:
            nn.init.zeros_(layer.bias)


def augment(images):
    """DiffAugment, to each image with the current probability."""
    count, _, height, width = images.shape

    def chosen():
        return (torch.rand(count, 1, 1, 1) < probability).to(images.dtype)

    if options.color:
        images = images + (torch.rand(count, 1, 1, 1) - 0.5) * chosen()
        mean = images.mean([1, 2, 3], keepdim=True)
        images = (images - mean) * (1 + (torch.rand(count, 1, 1, 1) - 0.5) * chosen()) + mean
    if options.translation:
        shifts = torch.randint(-8, 9, (2, count)) * chosen().view(-1).long()
        padded = functional.pad(images, (8, 8, 8, 8))
        images = torch.stack([image[:, 8 + y:8 + y + height, 8 + x:8 + x + width] for image, y, x in zip(padded, *shifts.tolist())])
    if options.cutout:
        top, left = (torch.randint(0, side + 1, (count, 1)) for side in (height, width))
        rows, columns = (((torch.arange(side) - center + side // 4) // (side // 2)) == 0 for side, center in ((height, top), (width, left)))
        images = images * (1 - (rows.unsqueeze(2) & columns.unsqueeze(1)).unsqueeze(1) * chosen())
    return images


def penalty(images):
    """The mean squared norm of the score's gradient."""
    images = images.detach().requires_grad_(True)
    gradient, = torch.autograd.grad(judge(augment(images)).sum(), images, create_graph=True)
    return gradient.square().sum([1, 2, 3]).mean()


torch.manual_seed(options.seed)
pixels = read(options.data).to(options.device)
if options.count:
    pixels = pixels[torch.from_numpy(numpy.random.RandomState(9).permutation(len(pixels))[:options.count])]
generate = Generator(pixels.shape[1]).apply(initialize).to(memory_format=torch.channels_last)
judge = discriminator(pixels.shape[1])
if not options.spectral_norm:
    judge.apply(initialize)
if options.he:
    for layer in judge.modules():
        if isinstance(layer, (nn.Conv2d, nn.Linear)):
            is_last = isinstance(layer, nn.Linear)
            nn.init.kaiming_normal_(layer.weight, 0 if is_last else 0.2, nonlinearity="linear" if is_last else "leaky_relu")
judge = judge.to(memory_format=torch.channels_last)
average = copy.deepcopy(generate)
rates = {generate: options.rate, judge: options.discriminator_rate or options.rate}
adam = {network: torch.optim.Adam(network.parameters(), rate, (0.5, options.beta2)) for network, rate in rates.items()}
softplus = functional.softplus
order, seen, step = [], 0, 0
probability, sign = 0 if options.adaptive else 1, 0


def write(folder):
    """Writes images of the average. The statistics of its batch normalization are those of its own maps."""
    copied = copy.deepcopy(average).train()
    for module in copied.modules():
        if isinstance(module, nn.BatchNorm2d):
            module.reset_running_stats()
            module.momentum = None
    os.makedirs(folder, exist_ok=True)
    with torch.no_grad():
        latents = torch.randn(SAMPLES, LATENTS, generator=torch.Generator("cpu").manual_seed(77), device="cpu").to(options.device).split(128)
        for part in latents:
            copied(part)
        copied.eval()
        images = torch.cat([copied(part) for part in latents])
    for index, image in enumerate(((images + 1) * 127.5).round().clamp(0, 255).to(torch.uint8).permute(0, 2, 3, 1).cpu().numpy()):
        Image.fromarray(image[..., 0] if image.shape[2] == 1 else image).save(os.path.join(folder, f"{index:04}.png"))


while seen < options.images:
    if len(order) < options.batch:
        order = torch.randperm(len(pixels)).tolist()
    chosen, order = order[:options.batch], order[options.batch:]
    real = pixels[chosen].float() / 127.5 - 1
    real = torch.where(torch.rand(options.batch, 1, 1, 1) < 0.5, real.flip(3), real)
    done = seen / options.images
    factor = {"none": 1, "cosine": 0.05 + 0.475 * (1 + math.cos(math.pi * done)), "linear": max(0.02, 1 - done)}[options.decay]
    for network, optimizer in adam.items():
        optimizer.param_groups[0]["lr"] = rates[network] * factor

    generated = generate(torch.randn(options.batch, LATENTS))
    judge.requires_grad_(True)
    adam[judge].zero_grad()
    scores, others = judge(augment(real)), judge(augment(generated.detach()))
    smooth = options.label_smoothing
    loss = (softplus(others - scores).mean() if options.relativistic
            else ((1 - smooth) * softplus(-scores) + smooth * softplus(scores)).mean() + softplus(others).mean())
    if options.r1:
        loss = loss + options.r1 / 2 * (penalty(real) + (penalty(generated) if options.relativistic else 0))
    loss.backward()
    adam[judge].step()
    if options.adaptive:
        sign += 0.01 * (scores.detach().sign().mean().item() - sign)
        probability = min(1, max(0, probability + math.copysign(options.batch / options.adaptive_images, sign - options.adaptive)))

    judge.requires_grad_(False)
    adam[generate].zero_grad()
    scores = judge(augment(real)).detach() if options.relativistic else 0
    share = max(options.top_k, 1 - 2 * (1 - options.top_k) * seen / options.images)
    of_generator = softplus(scores - judge(augment(generated))).topk(round(share * options.batch), largest=False).values.mean()
    of_generator.backward()
    adam[generate].step()

    seen, step = seen + options.batch, step + 1
    kept = 0.5 ** (options.batch / min(options.half_life, options.half_life_share * seen))
    with torch.no_grad():
        for mean, weight in zip(average.parameters(), generate.parameters()):
            mean.lerp_(weight, 1 - kept)
    if step % 200 == 0:
        print(f"step {step}, {seen} images: D {loss.item():.3f}, G {of_generator.item():.3f}", file=sys.stderr, flush=True)
    if options.every and step % max(1, options.every // options.batch) == 0:
        write(f"{options.out}-{seen}")

write(options.out)
