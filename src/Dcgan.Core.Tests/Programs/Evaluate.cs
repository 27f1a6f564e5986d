using Dcgan.Core;
using Dcgan.Core.Evaluation;
using Microsoft.Extensions.Logging;
using TorchSharp;

namespace Programs;

internal static class Evaluate
{
    internal static EvaluationMeasures Run(
        string featureCheckpoint, string checkpoint, IEnumerable<torch.Tensor> realBatches, ILogger logger)
    {
        // <program>
        using Discriminator discriminator = Discriminator.Open(featureCheckpoint, logger);
        using var evaluator = new Evaluator(Evaluator.DiscriminatorFeatures(discriminator));
        foreach (torch.Tensor images in realBatches)
        {
            evaluator.AddReal(images);
        }

        using Generator generator = Generator.Open(checkpoint, logger);
        generator.Calibrate();
        using torch.Tensor faces = generator.Sample((int)evaluator.RealCount, seed: 7);
        evaluator.AddGenerated(faces);

        EvaluationMeasures measures = evaluator.Measure();
        logger.LogInformation(
            "Fréchet distance {Frechet:F2}, precision {Precision:F2}, recall {Recall:F2}",
            measures.Frechet,
            measures.Precision,
            measures.Recall);

        // </program>
        return measures;
    }
}
