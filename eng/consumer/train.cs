#:package Dcgan.Core@*-*
#:package libtorch-cpu-linux-x64@2.10.0
#:property DcganPatchTorchSharp=true

using Dcgan.Core;
using TorchSharp;

// A host in one file, for `dotnet run train.cs FOLDER`: trains on the raw pixels in the folder's *.rgb files, saves, opens and
// exports. eng/consumer-check.sh also publishes it as a trimmed single file.
string folder = args[0];
string run = Path.Combine(folder, "run.safetensors");
string model = Path.Combine(folder, "generator.onnx");

byte[] pixels = [.. Directory.EnumerateFiles(folder, "*.rgb").Order(StringComparer.Ordinal).SelectMany(File.ReadAllBytes)];
using torch.Tensor files = ImagePixels.ToImages(pixels, channels: 3, height: 16, width: 16);

// Enough images and channels for every formulation of the layers, also those in C# (FormulationChoice).
using torch.Tensor images = files.repeat((128 / files.shape[0]) + 1, 1, 1, 1);
using DcganTrainer trainer = DcganPreset.Recommended.For([128, 64]).CreateTrainer();
for (int step = 1; step <= 3; step++)
{
    DcganStep done = trainer.Step(images);
    Console.WriteLine($"step {done.Number}: losses are finite: {double.IsFinite(done.GeneratorLoss + done.DiscriminatorLoss)}");
}

trainer.Save(run);
using DcganTrainer opened = DcganTrainer.Open(run);
opened.Generator.ExportOnnx(model);
using torch.Tensor expected = trainer.Sample(5);
using torch.Tensor samples = opened.Sample(5);
Console.WriteLine($"opened at step {opened.StepCount}, same samples: {samples.bytes.SequenceEqual(expected.bytes)}");

// A host's own optimizer: its options and state come back too.
using var generator = new Generator(opened.Generator.Options);
using var discriminator = new Discriminator(opened.Discriminator.Options);
using var own = new DcganTrainer(generator, discriminator, optimizers: new(
    torch.optim.RMSProp(generator.parameters(), 1e-4, momentum: 0.9), torch.optim.SGD(discriminator.parameters(), 1e-4, momentum: 0.9)));
own.Step(images);
own.Save(run);
own.Load(run);
Console.WriteLine($"own optimizers: loaded at step {own.StepCount}, the model has {new FileInfo(model).Length > 1000}");
