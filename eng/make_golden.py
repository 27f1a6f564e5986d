#!/usr/bin/env python3
"""Computes golden values of the reference DCGAN (TensorFlow semantics) in float64.

Writes one safetensors file with the variables under the reference's own names and layouts, a batch of latents and
of training images, and the reference's results for them: images, logits, both losses, every gradient, and the
variables after 1 and 3 simultaneous Adam steps on the same batch.

  usage: eng/make_golden.py OUT.safetensors [--seed N] [--depths-g 12,10,8] [--depths-d 6,8,10] [--s-size 3]
                            [--channels 3] [--z 7] [--batch 5]
  needs: python3 with PyTorch (any version, CPU). The tests do not need it, because they read the files that it writes.

Semantics, as defined by TensorFlow 1's layers:
- images are NHWC in [-1, 1]; the dense layer's output is reshaped to [batch, s, s, depths[0]] (channel last);
- conv 5x5 stride 2 SAME on an even side pads 1 before and 2 after; conv2d_transpose SAME is its gradient, so the full
  output (2n+3) is cropped by 1 row/column at the start and 2 at the end;
- conv kernels are [5, 5, in, out]; conv2d_transpose kernels are [5, 5, out, in]; dense kernels are [in, out];
- batch normalization uses the batch's biased variance and epsilon 1e-3; every layer except the generator's last and the
  classifier is normalized; the generated and the real batch are normalized separately;
- ReLU in the generator, max(x, 0.2 x) in the discriminator, tanh after the generator's last layer;
- the classifier has two logits, class 1 = real: g_loss = CE(fake, 1); d_loss = CE(real, 1) + CE(fake, 0), means;
- Adam, learning rate 2e-4, beta1 0.5, beta2 0.999, epsilon 1e-8 in TensorFlow's form:
  lr_t = lr * sqrt(1 - b2^t) / (1 - b1^t); var -= lr_t * m / (sqrt(v) + epsilon)
  (epsilon is added before the bias correction of v, so the form differs from PyTorch's by a factor in epsilon only);
  both networks' gradients come from the same forward pass, before either network is updated.
"""
import argparse, json, struct
import torch
import torch.nn.functional as F

p = argparse.ArgumentParser()
p.add_argument("out"); p.add_argument("--seed", type=int, default=1)
p.add_argument("--depths-g", default="12,10,8"); p.add_argument("--depths-d", default="6,8,10")
p.add_argument("--s-size", type=int, default=3); p.add_argument("--channels", type=int, default=3)
p.add_argument("--z", type=int, default=7); p.add_argument("--batch", type=int, default=5)
a = p.parse_args()
dg = [int(v) for v in a.depths_g.split(",")] + [a.channels]
dd = [a.channels] + [int(v) for v in a.depths_d.split(",")]
ng, nd, s = len(dg) - 1, len(dd) - 1, a.s_size
side = s * 2 ** ng
assert side % 2 ** nd == 0
torch.manual_seed(a.seed)
torch.set_default_dtype(torch.float64)

def glorot(shape, fan_in, fan_out):
    limit = (6.0 / (fan_in + fan_out)) ** 0.5
    return (torch.rand(*shape) * 2 - 1) * limit

def around(n, center):                      # not the usual initial 1 or 0, so that a forgotten term shows
    return center + 0.2 * torch.randn(n)

v = {}
v["g/reshape/dense/kernel"] = glorot([a.z, dg[0] * s * s], a.z, dg[0] * s * s)
v["g/reshape/dense/bias"] = around(dg[0] * s * s, 0.0)
v["g/reshape/batch_normalization/gamma"], v["g/reshape/batch_normalization/beta"] = around(dg[0], 1.0), around(dg[0], 0.0)
for i in range(1, ng + 1):
    k = f"g/deconv{i}/"
    v[k + "conv2d_transpose/kernel"] = glorot([5, 5, dg[i], dg[i - 1]], 25 * dg[i], 25 * dg[i - 1])
    v[k + "conv2d_transpose/bias"] = around(dg[i], 0.0)
    if i < ng:
        v[k + "batch_normalization/gamma"], v[k + "batch_normalization/beta"] = around(dg[i], 1.0), around(dg[i], 0.0)
for i in range(1, nd + 1):
    k = f"d/conv{i}/"
    v[k + "conv2d/kernel"] = glorot([5, 5, dd[i - 1], dd[i]], 25 * dd[i - 1], 25 * dd[i])
    v[k + "conv2d/bias"] = around(dd[i], 0.0)
    v[k + "batch_normalization/gamma"], v[k + "batch_normalization/beta"] = around(dd[i], 1.0), around(dd[i], 0.0)
flat = (side // 2 ** nd) ** 2 * dd[-1]
v["d/classify/outputs/kernel"], v["d/classify/outputs/bias"] = glorot([flat, 2], flat, 2), around(2, 0.0)
for t in v.values():
    t.requires_grad_(True)

def norm(x, k):                              # x NCHW
    mean = x.mean((0, 2, 3), keepdim=True)
    var = x.var((0, 2, 3), unbiased=False, keepdim=True)
    g, b = v[k + "/gamma"].view(1, -1, 1, 1), v[k + "/beta"].view(1, -1, 1, 1)
    return (x - mean) / torch.sqrt(var + 1e-3) * g + b

def conv_same(x, kernel, bias):
    return F.conv2d(F.pad(x, (1, 2, 1, 2)), kernel.permute(3, 2, 0, 1), bias, stride=2)

def deconv_same(x, kernel, bias):
    full = F.conv_transpose2d(x, kernel.permute(3, 2, 0, 1), None, stride=2)      # side 2n + 3
    n = 2 * x.shape[2]
    return full[:, :, 1:1 + n, 1:1 + n] + bias.view(1, -1, 1, 1)

def generator(z):
    x = (z @ v["g/reshape/dense/kernel"] + v["g/reshape/dense/bias"]).view(-1, s, s, dg[0]).permute(0, 3, 1, 2)
    x = torch.relu(norm(x, "g/reshape/batch_normalization"))
    for i in range(1, ng + 1):
        k = f"g/deconv{i}/"
        x = deconv_same(x, v[k + "conv2d_transpose/kernel"], v[k + "conv2d_transpose/bias"])
        if i < ng:
            x = torch.relu(norm(x, k + "batch_normalization"))
    return torch.tanh(x)                     # NCHW

def discriminator(x):
    for i in range(1, nd + 1):
        k = f"d/conv{i}/"
        x = norm(conv_same(x, v[k + "conv2d/kernel"], v[k + "conv2d/bias"]), k + "batch_normalization")
        x = torch.maximum(x, 0.2 * x)
    x = x.permute(0, 2, 3, 1).reshape(x.shape[0], -1)
    return x @ v["d/classify/outputs/kernel"] + v["d/classify/outputs/bias"]

z = torch.rand(a.batch, a.z) * 2 - 1
real = torch.rand(a.batch, side, side, a.channels) * 2 - 1
one, zero = torch.ones(a.batch, dtype=torch.long), torch.zeros(a.batch, dtype=torch.long)

def losses():
    fake = generator(z)
    lf, lr_ = discriminator(fake), discriminator(real.permute(0, 3, 1, 2))
    return fake, lf, lr_, F.cross_entropy(lf, one), F.cross_entropy(lr_, one) + F.cross_entropy(lf, zero)

out = {"z": z, "traindata": real}
out.update({"initial/" + k: t.detach().clone() for k, t in v.items()})
m = {k: torch.zeros_like(t) for k, t in v.items()}
w = {k: torch.zeros_like(t) for k, t in v.items()}
for t in (1, 2, 3):
    fake, lf, lreal, lg, ld = losses()
    gk, dk = [k for k in v if k[0] == "g"], [k for k in v if k[0] == "d"]
    grads = dict(zip(gk, torch.autograd.grad(lg, [v[k] for k in gk], retain_graph=True)))
    grads.update(zip(dk, torch.autograd.grad(ld, [v[k] for k in dk])))
    if t == 1:
        out["generated"] = fake.detach().permute(0, 2, 3, 1).contiguous()
        out["g_outputs"], out["t_outputs"] = lf.detach(), lreal.detach()
        out["g_loss"], out["d_loss"] = lg.detach().view(1), ld.detach().view(1)
        out.update({"gradient/" + k: g.detach().clone() for k, g in grads.items()})
    with torch.no_grad():
        for k, g in grads.items():
            m[k].mul_(0.5).add_(g, alpha=0.5)
            w[k].mul_(0.999).addcmul_(g, g, value=0.001)
            lr_t = 2e-4 * (1 - 0.999 ** t) ** 0.5 / (1 - 0.5 ** t)
            v[k].sub_(lr_t * m[k] / (w[k].sqrt() + 1e-8))
    if t in (1, 3):
        out.update({f"after{t}/" + k: x.detach().clone() for k, x in v.items()})

header, data = {"__metadata__": {"config": json.dumps({
    "seed": a.seed, "depths_g": dg[:-1], "depths_d": dd[1:], "s_size": s, "channels": a.channels, "z": a.z, "batch": a.batch})}}, b""
for k in sorted(out):
    raw = out[k].contiguous().numpy().astype("<f8").tobytes()
    header[k] = {"dtype": "F64", "shape": list(out[k].shape), "data_offsets": [len(data), len(data) + len(raw)]}
    data += raw
h = json.dumps(header).encode()
h += b" " * (-len(h) % 8)
open(a.out, "wb").write(struct.pack("<Q", len(h)) + h + data)
print(f"{a.out}: {len(out)} tensors, {len(data)} bytes, image side {side}, g_loss {out['g_loss'].item():.6f}, d_loss {out['d_loss'].item():.6f}")
