"""A generator that Dcgan.Core has saved, as a PyTorch module with the same images: Generator("run.safetensors")(latents)."""
import json, struct, torch
from torch import nn

def read(path):
    """Returns the metadata and the tensors of a safetensors file."""
    with open(path, "rb") as file:
        header = json.loads(file.read(struct.unpack("<Q", file.read(8))[0]))
        data = bytearray(file.read())
    types = {"F64": torch.float64, "F32": torch.float32, "F16": torch.float16, "BF16": torch.bfloat16, "I64": torch.int64, "U8": torch.uint8}
    return header.pop("__metadata__", {}), {name: torch.frombuffer(data[slice(*entry["data_offsets"])], dtype=types[entry["dtype"]])
                                            .reshape(entry["shape"]) for name, entry in header.items()}

class Generator(nn.Module):
    def __init__(self, path, statistics="running"): # or "calibrated", if the generator was saved with them
        super().__init__()
        metadata, tensors = read(path)
        assert "dcgan.options" in metadata, f"{path} was not saved by Dcgan.Core: it has no dcgan.options"
        self.options = json.loads(metadata["dcgan.options"])["generator"]
        name = "averaged_generator." if "averaged_generator.stages.0.weight" in tensors else "generator."
        weights = {key.removeprefix(name): value for key, value in tensors.items() if key.startswith(name)}
        depths, channels = self.options["depths"], self.options["image_channels"]
        sides = [self.options.get("kernel_size", 5)] * len(depths)
        if self.options.get("smooth_output"): # linear interpolation before a 3x3 kernel, as one kernel
            sides[-1], last = 6, f"stages.{len(depths) - 1}.weight"
            taps = torch.tensor([0.25, 0.75, 0.75, 0.25], dtype=weights[last].dtype)
            weights[last] = nn.functional.conv2d(weights[last].flatten(0, 1).unsqueeze(1), taps.outer(taps)[None, None], padding=3).view(*weights[last].shape[:2], 6, 6)
        norm = lambda depth: nn.BatchNorm2d(depth, eps=1e-3, momentum=0.01)
        self.labels = nn.Embedding.from_pretrained(weights["labels.weight"], freeze=False) if "labels.weight" in weights else None
        self.project = nn.ModuleDict({"linear": nn.Linear(*weights["project.linear.weight"].shape[::-1]), "norm": norm(depths[0])})
        self.stages = nn.ModuleList(nn.ConvTranspose2d(*sizes, side, 2, (side - 1) // 2, side % 2, bias=False)
                                    for *sizes, side in zip(depths, [*depths[1:], channels], sides))
        self.stages[-1].bias = nn.Parameter(torch.zeros(channels))
        for stage, depth in zip(self.stages, depths[1:]):
            stage.norm = norm(depth)
        found = {key.replace(statistics, "running"): value for key, value in weights.items() if statistics in key or "_" not in key}
        missing = self.to(weights["stages.0.weight"].dtype).eval().load_state_dict(found, strict=False).missing_keys
        assert all("num_batches" in key for key in missing), f"{path} has no {missing}"

    def forward(self, latents, labels=None):
        assert (labels is None) == (self.labels is None), "a generator with classes needs labels, and one without takes none"
        vectors, changes = None if labels is None else self.labels(labels), iter(())
        if vectors is not None and self.options.get("label_size", 32): # class embeddings, concatenated to the latents
            latents = torch.cat([latents, vectors], 1)
        elif vectors is not None: # scales and shifts of the normalized maps
            depths = self.options["depths"]
            changes = iter(vectors[..., None, None].split([size for depth in depths for size in (depth, depth)], 1))
        size = self.options["base_size"]
        size = size if isinstance(size, list) else [size, size]
        maps = self.project["linear"](latents).unflatten(1, (*size, self.options["depths"][0])).permute(0, 3, 1, 2)
        maps = self.rectified(self.project["norm"](maps), changes)
        for stage in self.stages:
            maps = self.rectified(stage.norm(stage(maps)), changes) if hasattr(stage, "norm") else stage(maps).tanh()
        return maps

    def rectified(self, maps, changes):
        scale = next(changes, None)
        return (maps if scale is None else maps * (1 + scale) + next(changes)).relu()
