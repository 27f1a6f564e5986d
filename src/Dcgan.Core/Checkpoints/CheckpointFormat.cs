using Dcgan.Core.Safetensors;

namespace Dcgan.Core;

/// <summary>The metadata keys of a checkpoint, as specified in docs/checkpoint-format.md. They are a public contract.</summary>
internal static class CheckpointFormat
{
    /// <summary>The format version that this library writes. It reads no other version.</summary>
    internal const string Version = "1";

    internal const string VersionKey = "dcgan.format_version";
    internal const string LibraryKey = "dcgan.library_version";
    internal const string OptionsKey = "dcgan.options";
    internal const string OptimizersKey = "dcgan.optimizers";
    internal const string StepKey = "dcgan.step";
    internal const string ImagesKey = "dcgan.images";
    internal const string EpochKey = "dcgan.epoch";
    internal const string EpochStepKey = "dcgan.epoch_step";

    internal static readonly DigestKeys Digests = new("dcgan.header_sha256", "dcgan.data_sha256");
}
