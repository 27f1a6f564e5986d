using System.Text.Json;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>
/// The learning rates of each optimiser's parameter groups, now and at first, as JSON in a checkpoint's metadata: a scheduler
/// changes them, and a run goes on with those that it had.
/// </summary>
/// <param name="Generator">[now, at first] for each group.</param>
/// <param name="Discriminator">Likewise.</param>
internal sealed record LearningRates(double[][] Generator, double[][] Discriminator)
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    internal static LearningRates Of(DcganOptimizers optimizers) => new(Of(optimizers.Generator), Of(optimizers.Discriminator));

    internal string ToJson() => JsonSerializer.Serialize(this, Json);

    /// <summary>Reads what a file holds for optimisers of as many groups.</summary>
    /// <exception cref="CheckpointException">It is missing, or is not a pair of finite numbers for each group.</exception>
    internal static LearningRates Read(SafetensorsFile file, DcganOptimizers optimizers)
    {
        LearningRates expected = Of(optimizers);
        try
        {
            if (JsonSerializer.Deserialize<LearningRates>(file.Metadata.GetValueOrDefault(CheckpointFormat.LearningRatesKey) ?? "null", Json) is
                { Generator: not null, Discriminator: not null } read
                && Fit(read.Generator, expected.Generator.Length)
                && Fit(read.Discriminator, expected.Discriminator.Length))
            {
                return read;
            }
        }
        catch (JsonException)
        {
        }

        throw new CheckpointException(
            file.Path,
            null,
            $"'{CheckpointFormat.LearningRatesKey}' in its metadata must hold two numbers for each of {expected.Generator.Length} and {expected.Discriminator.Length} parameter groups.");
    }

    internal void Restore(DcganOptimizers optimizers)
    {
        Restore(optimizers.Generator, Generator);
        Restore(optimizers.Discriminator, Discriminator);
    }

    private static double[][] Of(optim.Optimizer optimizer) =>
        [.. optimizer.ParamGroups.Select(group => (double[])[group.LearningRate, group.InitialLearningRate])];

    private static bool Fit(double[][] rates, int groups) =>
        rates.Length == groups && rates.All(pair => pair is { Length: 2 } && pair.All(double.IsFinite));

    private static void Restore(optim.Optimizer optimizer, double[][] rates)
    {
        foreach ((optim.ILearningRateController group, double[] pair) in optimizer.ParamGroups.Zip(rates))
        {
            group.LearningRate = pair[0];
            group.InitialLearningRate = pair[1];
        }
    }
}
