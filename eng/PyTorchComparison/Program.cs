// The C# side of eng/pytorch-test.sh.
//   compare FOLDER   opens the networks that PyTorch has saved, and compares their images and logits with PyTorch's
//   save FOLDER      saves checkpoints, and their images for docs/pytorch.py
using Dcgan.Core;
using Dcgan.Core.Safetensors;
using TorchSharp;

using var scope = torch.NewDisposeScope();
using var noGradients = torch.no_grad();
string folder = args[1];
return args[0] == "compare" ? Compare() : Save();

int Compare()
{
    using SafetensorsFile golden = SafetensorsFile.Open(Path.Combine(folder, "golden.safetensors"));
    using var generator = Generator.OpenPyTorch(Path.Combine(folder, "generator.safetensors"));
    using var discriminator = Discriminator.OpenPyTorch(Path.Combine(folder, "discriminator.safetensors"));
    using var trainer = new DcganTrainer(generator, discriminator);
    trainer.eval();
    torch.Tensor images = golden.Read("images");
    torch.Tensor logits = golden.Read("logits");
    double ofImages = Difference(generator.call(golden.Read("latents")), images);
    torch.Tensor[] turned = [images, -images, images.flip(2), images.transpose(2, 3).contiguous()];
    double ofLogits = Difference(torch.cat([.. turned.Select(each => discriminator.call(each).flatten())]), logits);

    // In float32, PyTorch's own rounding errors at full size are 6e-7 of an image and 5e-6 of a logit.
    bool isExact = images.dtype == torch.ScalarType.Float64;
    (double limitOfImages, double limitOfLogits) = isExact ? (1e-13, 1e-13) : (5e-6, 2e-5);
    Console.WriteLine(FormattableString.Invariant(
        $"{folder}: largest difference of an image {ofImages:0.0e+0}, of a logit {ofLogits:0.0e+0} (at most {limitOfImages:0e+0}, {limitOfLogits:0e+0})"));
    return ofImages <= limitOfImages && ofLogits <= limitOfLogits ? 0 : 1;
}

int Save()
{
    GeneratorOptions plain = new() { LatentSize = 100, Depths = [256, 128, 64, 32] };
    foreach ((string name, GeneratorOptions options, torch.ScalarType type) in new[]
    {
        ("running", plain, torch.ScalarType.Float32),
        ("running-float64", plain with { Depths = [32, 16] }, torch.ScalarType.Float64),
        ("running-classes", plain with { Depths = [32, 16], Classes = 3, ImageChannels = 1 }, torch.ScalarType.Float32),
        ("running-embedding", plain with { Depths = [32, 16], Classes = 3, LabelSize = 5, ImageChannels = 1 }, torch.ScalarType.Float32),
        ("running-rectangles", plain with { Depths = [32, 16], BaseSize = (3, 4) }, torch.ScalarType.Float32),
        ("running-4x4", plain with { Depths = [32, 16], KernelSize = 4 }, torch.ScalarType.Float32),
        ("running-smooth", plain with { Depths = [32, 16], KernelSize = 4, SmoothOutput = true }, torch.ScalarType.Float32),
        ("calibrated", plain with { Depths = [32, 16, 8] }, torch.ScalarType.Float32),
    })
    {
        using DcganTrainer trainer = DcganTrainer.Create(options, null, new() { EmaDecay = 0.9, LearningRate = 0.001 });
        trainer.to(type);
        torch.Tensor? labels = options.Classes == 0 ? null : torch.arange(8) % options.Classes;
        torch.Tensor real = torch.rand(8, options.ImageChannels, options.ImageSize.Height, options.ImageSize.Width, type) * 2 - 1;
        for (int step = 0; step < 20; step++)
        {
            trainer.Step(real, labels);
        }

        Generator generator = trainer.AveragedGenerator!;
        SamplingStatistics statistics = SamplingStatistics.Running;
        if (name == "calibrated")
        {
            generator.Calibrate(256);
            statistics = SamplingStatistics.Calibrated;
        }

        trainer.Save(Path.Combine(folder, $"{name}.safetensors"));
        torch.Tensor latents = generator.DrawLatents(8, seed: 1);
        Dictionary<string, torch.Tensor> golden = new() { ["latents"] = latents };
        if (labels is not null)
        {
            golden["labels"] = labels;
        }

        golden["images"] = generator.Sample(latents, labels, statistics);
        SafetensorsFile.Write(Path.Combine(folder, $"{name}.images.safetensors"), golden);
    }

    return 0;
}

static double Difference(torch.Tensor one, torch.Tensor other) => (one - other).abs().max().to(torch.float64).item<double>();
