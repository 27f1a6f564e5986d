namespace Dcgan.Core;

/// <summary>The names of a run's tensors, as specified in docs/checkpoint-format.md. They are a public contract.</summary>
internal static class StateNames
{
    internal const string Generator = "generator";
    internal const string Discriminator = "discriminator";
    internal const string AveragedGenerator = "averaged_generator";

    /// <summary>The prefix of the names of random generators' states.</summary>
    internal const string RandomPrefix = "random.";

    internal const string TrainingLatents = RandomPrefix + "training_latents";
    internal const string SampleLatents = RandomPrefix + "sample_latents";

    /// <summary>Present only if a penalty has a weight.</summary>
    internal const string Penalties = RandomPrefix + "penalties";

    internal const string AugmentationRandom = RandomPrefix + "augmentation";
    internal const string AugmentationAdaptive = "augmentation.adaptive";

    /// <summary>The name of a network's tensor, from its key in the network's own state_dict.</summary>
    internal static string Of(string network, string key) => $"{network}.{key}";

    /// <summary>The name of a value that an optimizer keeps for a parameter, such as exp_avg.</summary>
    internal static string OfOptimizer(string network, string parameter, string value) => $"optimizer.{network}.{parameter}.{value}";
}
