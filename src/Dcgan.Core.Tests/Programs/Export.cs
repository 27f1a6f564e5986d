using Dcgan.Core;
using Microsoft.Extensions.Logging;
using TorchSharp;

namespace Programs;

internal static class Export
{
    internal static long[] Run(string checkpoint, string folder, IProgress<double> progress, ILogger logger)
    {
        // <program>
        using Generator generator = Generator.Open(checkpoint, logger);
        generator.Calibrate(count: 4096, progress: progress);

        generator.Save(Path.Combine(folder, "generator.safetensors"));  // for this library and for Python
        generator.ExportOnnx(Path.Combine(folder, "generator.onnx"));   // for ONNX Runtime
        generator.ExportOnnx(                                           // half the size, for a browser
            Path.Combine(folder, "generator-float16.onnx"),
            new OnnxExportOptions { Weights = OnnxWeights.Float16 });

        using FrozenGenerator frozen = generator.Freeze();              // for this process: the fastest
        using torch.Tensor faces = frozen.Sample(64, seed: 7);

        // </program>
        return faces.shape;
    }
}
