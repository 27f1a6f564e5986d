namespace Dcgan.Core;

/// <summary>The names in a checkpoint, which docs/checkpoint-format.md specifies. They are a public contract.</summary>
internal static class CheckpointFormat
{
    /// <summary>Of what this version writes, and the only one that it reads.</summary>
    internal const string Version = "1";

    internal const string Generator = "generator";
    internal const string Discriminator = "discriminator";
    internal const string AveragedGenerator = "averaged_generator";

    /// <summary>Of the names of random generators' states.</summary>
    internal const string RandomPrefix = "random.";
    internal const string TrainingLatents = RandomPrefix + "training_latents";
    internal const string SampleLatents = RandomPrefix + "sample_latents";

    /// <summary>Only where there are penalties.</summary>
    internal const string Penalties = RandomPrefix + "penalties";

    internal const string AugmentationRandom = RandomPrefix + "augmentation";
    internal const string AugmentationAdaptive = "augmentation.adaptive";

    internal const string VersionKey = "dcgan.format_version";
    internal const string LibraryKey = "dcgan.library_version";
    internal const string OptionsKey = "dcgan.options";
    internal const string OptimizersKey = "dcgan.optimizers";
    internal const string StepKey = "dcgan.step";
    internal const string EpochKey = "dcgan.epoch";
    internal const string EpochStepKey = "dcgan.epoch_step";

    internal static readonly DigestKeys Digests = new("dcgan.header_sha256", "dcgan.data_sha256");

    /// <summary>Of a network's tensor, from its key in the network's own state_dict.</summary>
    internal static string Of(string network, string key) => $"{network}.{key}";

    /// <summary>Of what an optimiser knows of a parameter.</summary>
    internal static string OfOptimizer(string network, string parameter, string value) => $"optimizer.{network}.{parameter}.{value}";
}
