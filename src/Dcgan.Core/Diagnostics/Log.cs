using Microsoft.Extensions.Logging;

namespace Dcgan.Core;

/// <summary>All log messages of the library.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Debug, "Generator: latents of {LatentSize} to {Channels}x{Height}x{Width} images through depths {Depths}, {Parameters} parameters, seed {Seed}.")]
    internal static partial void GeneratorBuilt(ILogger logger, int latentSize, int channels, int height, int width, string depths, long parameters, long seed);

    [LoggerMessage(2, LogLevel.Debug, "Discriminator: {Channels}x{Height}x{Width} images through depths {Depths}, {Parameters} parameters, seed {Seed}.")]
    internal static partial void DiscriminatorBuilt(ILogger logger, int channels, int height, int width, string depths, long parameters, long seed);

    [LoggerMessage(3, LogLevel.Debug, "Step {Number}: generator loss {GeneratorLoss:F4}, discriminator loss {DiscriminatorLoss:F4}, D(x) {RealProbability:F3}, D(G(z)) {GeneratedProbability:F3}.")]
    internal static partial void Stepped(ILogger logger, long number, double generatorLoss, double discriminatorLoss, double realProbability, double generatedProbability);

    [LoggerMessage(4, LogLevel.Information, "Training ended after {Steps} steps: no batches are left.")]
    internal static partial void TrainingEnded(ILogger logger, long steps);

    [LoggerMessage(5, LogLevel.Information, "Training stopped after {Steps} steps: cancellation was requested.")]
    internal static partial void TrainingCanceled(ILogger logger, long steps);

    [LoggerMessage(6, LogLevel.Warning, "The values of the first batch range from {Minimum} to {Maximum}, but the generator can produce only [-1, 1]: scale the images. For values from 0 to 255, use x / 127.5 - 1, or ImagePixels.ToImages for bytes.")]
    internal static partial void ImagesOutOfRange(ILogger logger, double minimum, double maximum);

    [LoggerMessage(7, LogLevel.Error, "Training diverged at step {Number}; the state after the previous step is unchanged. {Numbers}")]
    internal static partial void Diverged(ILogger logger, long number, string numbers);

    [LoggerMessage(8, LogLevel.Warning, "BFloat16 is selected but the processor has no instructions for it: training will be slower than with Float32.")]
    internal static partial void SlowBFloat16(ILogger logger);

    [LoggerMessage(9, LogLevel.Information, "Saved step {Step} to {Path}.")]
    internal static partial void Saved(ILogger logger, long step, string path);

    [LoggerMessage(10, LogLevel.Information, "Resumed at step {Step} from {Path}.")]
    internal static partial void Loaded(ILogger logger, long step, string path);

    [LoggerMessage(11, LogLevel.Warning, "Skipped a checkpoint that cannot be used. {Reason}")]
    internal static partial void CheckpointSkipped(ILogger logger, string reason);

    [LoggerMessage(12, LogLevel.Warning, "Old checkpoints could not be deleted. {Reason}")]
    internal static partial void CheckpointsNotPruned(ILogger logger, string reason);

    [LoggerMessage(13, LogLevel.Information, "The run was resumed from an earlier step; a later checkpoint was renamed to {Path}.")]
    internal static partial void CheckpointGivenUp(ILogger logger, string path);

    [LoggerMessage(14, LogLevel.Information, "Training stopped after {Steps} steps: the monitor requested it.")]
    internal static partial void TrainingStopped(ILogger logger, long steps);

    [LoggerMessage(15, LogLevel.Warning, "Skipped the step.")]
    internal static partial void StepSkipped(ILogger logger);

    [LoggerMessage(16, LogLevel.Warning, "Skipped the step and restored the last good state from memory.")]
    internal static partial void RolledBack(ILogger logger);

    [LoggerMessage(17, LogLevel.Information, "Saved step {Step}, the best so far, to {Path}.")]
    internal static partial void SavedBest(ILogger logger, long step, string path);

    [LoggerMessage(40, LogLevel.Warning, "The first batch has no negative value: its values range from {Minimum} to {Maximum}, but the generator produces [-1, 1]. If the images are in [0, 1], use x * 2 - 1.")]
    internal static partial void NoNegativeValue(ILogger logger, double minimum, double maximum);

    [LoggerMessage(41, LogLevel.Error, "Step {Number} was not made; the state after the previous step is unchanged. {Argument}: must be finite but contain NaN or infinite values.")]
    internal static partial void DataNotFinite(ILogger logger, long number, string? argument);

    [LoggerMessage(42, LogLevel.Warning, "GradientPenaltyWeight is {Weight}, but the discriminator has batch normalization, which makes the scores of a batch depend on each other, so the penalty does not bound their slope: set DiscriminatorOptions.BatchNorm to false.")]
    internal static partial void PenaltyWithBatchNorm(ILogger logger, double weight);

    [LoggerMessage(43, LogLevel.Warning, "The objective is Wasserstein, but nothing bounds the discriminator's slope from the first update: set DcganLossOptions.GradientPenaltyWeight to 10, as DcganLossOptions.WassersteinGradientPenalty does, or DiscriminatorOptions.SpectralNorm to true.")]
    internal static partial void UnboundedWasserstein(ILogger logger);

    [LoggerMessage(44, LogLevel.Warning, "EmaWarmup is {Warmup}, but EmaDecay is 0, so it has no effect: set EmaDecay, for example to 0.999, or EmaWarmup to 0.")]
    internal static partial void WarmupWithoutAverage(ILogger logger, double warmup);

    [LoggerMessage(45, LogLevel.Warning, "CollapseMonitor cannot see a collapsed generator, because DiversityInterval is 0: set DcganTrainerOptions.DiversityInterval, for example to 100, or the monitor's leastDiversity to 0.")]
    internal static partial void MonitorWithoutDiversity(ILogger logger);

    [LoggerMessage(18, LogLevel.Information, "Train got no batch, so it made no step. If the epoch is complete, call NextEpoch before the next Train.")]
    internal static partial void NoBatch(ILogger logger);

    [LoggerMessage(46, LogLevel.Warning, "These options apply only to the trainer's own optimizers, but you passed your own optimizers, which have different values: {Options}. Set the values on your optimizers and leave the options at their defaults.")]
    internal static partial void OptionsOfOtherOptimizers(ILogger logger, string options);
}
