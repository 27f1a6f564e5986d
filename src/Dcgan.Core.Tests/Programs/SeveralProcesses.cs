using Dcgan.Core;
using Dcgan.Core.Evaluation;
using Microsoft.Extensions.Logging;
using TorchSharp;

namespace Programs;

internal static class SeveralProcesses
{
    internal static void Run(
        long seed, IEnumerable<torch.Tensor> batches, torch.Device device, Evaluator evaluator, string folder, ILogger logger)
    {
        // <program>
        using DcganTrainer trainer = DcganPreset.Recommended.For([64, 32]).CreateTrainer(seed, logger);
        trainer.to(device);
        trainer.Train(batches);
        trainer.Save(Path.Combine(folder, $"seed-{seed}.safetensors"));

        foreach (string run in Directory.EnumerateFiles(folder, "seed-*.safetensors"))
        {
            using Generator generator = Generator.Open(run, logger);
            using torch.Tensor faces = generator.Sample((int)evaluator.RealCount, seed: 7);
            evaluator.ClearGenerated();
            evaluator.AddGenerated(faces);
            double distance = evaluator.Measure().Frechet;
            logger.LogInformation("{Run}: Fréchet distance {Distance:F2}", Path.GetFileName(run), distance);
        }

        // </program>
    }
}
