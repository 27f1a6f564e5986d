using Microsoft.Extensions.Logging;

namespace Dcgan.Core;

/// <summary>Every message that the library logs.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Debug, "Generator: latents of {LatentSize} to {Channels}x{Size}x{Size} images through depths {Depths}, {Parameters} parameters, seed {Seed}.")]
    internal static partial void GeneratorBuilt(ILogger logger, int latentSize, int channels, int size, Depths depths, long parameters, long seed);

    [LoggerMessage(2, LogLevel.Debug, "Discriminator: {Channels}x{Size}x{Size} images through depths {Depths}, {Parameters} parameters, seed {Seed}.")]
    internal static partial void DiscriminatorBuilt(ILogger logger, int channels, int size, Depths depths, long parameters, long seed);

    [LoggerMessage(3, LogLevel.Debug, "Step {Number}: generator loss {GeneratorLoss:F4}, discriminator loss {DiscriminatorLoss:F4}, D(x) {RealProbability:F3}, D(G(z)) {GeneratedProbability:F3}.")]
    internal static partial void Stepped(ILogger logger, long number, double generatorLoss, double discriminatorLoss, double realProbability, double generatedProbability);

    [LoggerMessage(4, LogLevel.Information, "Training ended after {Steps} steps: the batches are used up.")]
    internal static partial void TrainingEnded(ILogger logger, long steps);

    [LoggerMessage(5, LogLevel.Information, "Training stopped after {Steps} steps: cancellation was requested.")]
    internal static partial void TrainingCancelled(ILogger logger, long steps);

    [LoggerMessage(6, LogLevel.Warning, "The first batch's values range from {Minimum} to {Maximum}, but the generator can make only [-1, 1]: scale the images. ImagePixels.ToImages scales bytes.")]
    internal static partial void ImagesOutOfRange(ILogger logger, double minimum, double maximum);

    [LoggerMessage(7, LogLevel.Error, "Training diverged at step {Number}; all is still as after the step before. {Numbers}")]
    internal static partial void Diverged(ILogger logger, long number, string numbers);

    [LoggerMessage(8, LogLevel.Warning, "BFloat16 was asked for on a processor without instructions for it: training will be slower than with Float32.")]
    internal static partial void SlowBFloat16(ILogger logger);

    [LoggerMessage(9, LogLevel.Information, "Step {Step} is saved in {Path}.")]
    internal static partial void Saved(ILogger logger, long step, string path);

    [LoggerMessage(10, LogLevel.Information, "The run goes on after step {Step}, from {Path}.")]
    internal static partial void Loaded(ILogger logger, long step, string path);

    [LoggerMessage(11, LogLevel.Warning, "A checkpoint cannot be used and is left out. {Reason}")]
    internal static partial void CheckpointSkipped(ILogger logger, string reason);

    [LoggerMessage(12, LogLevel.Warning, "Old checkpoints could not be cleared away. {Reason}")]
    internal static partial void CheckpointsNotPruned(ILogger logger, string reason);

    [LoggerMessage(13, LogLevel.Information, "The run went back to an earlier step; a later checkpoint is now {Path}.")]
    internal static partial void CheckpointGivenUp(ILogger logger, string path);

    [LoggerMessage(14, LogLevel.Information, "Training stopped after {Steps} steps: the monitor asked for it.")]
    internal static partial void TrainingStopped(ILogger logger, long steps);

    [LoggerMessage(15, LogLevel.Warning, "The step that diverged is left out.")]
    internal static partial void StepSkipped(ILogger logger);

    [LoggerMessage(16, LogLevel.Warning, "The step that diverged is left out, and the run goes back to the last good state in memory.")]
    internal static partial void RolledBack(ILogger logger);

    [LoggerMessage(17, LogLevel.Information, "Step {Step} is the best so far and is saved in {Path}.")]
    internal static partial void SavedBest(ILogger logger, long step, string path);
}
