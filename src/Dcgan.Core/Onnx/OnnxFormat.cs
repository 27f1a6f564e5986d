namespace Dcgan.Core;

/// <summary>The names and numbers of an exported model, which docs/onnx.md specifies. They are a public contract.</summary>
internal static class OnnxFormat
{
    /// <summary>Of the names here.</summary>
    internal const string Version = "1";

    /// <summary>
    /// The file's own version, of ONNX 1.16 (2024): what exporters write now and runtimes of the last two years take, on
    /// processors and in browsers.
    /// </summary>
    internal const long IrVersion = 10;

    /// <summary>
    /// The version of the operators. Of those that a network needs, ReduceMean was the last to change its form, in 18: below
    /// it a model would say things in a way that is over, and above it only excludes runtimes.
    /// </summary>
    internal const long Opset = 18;

    internal const string Producer = "Dcgan.Core";

    internal const string Latents = "latents";
    internal const string Labels = "labels";
    internal const string Images = "images";
    internal const string Logits = "logits";

    /// <summary>Of the batch axis, which has any length.</summary>
    internal const string BatchAxis = "N";

    internal const string VersionKey = "dcgan.format_version";
    internal const string LibraryKey = "dcgan.library_version";
    internal const string NetworkKey = "dcgan.network";
    internal const string OptionsKey = "dcgan.options";
    internal const string StatisticsKey = "dcgan.statistics";
}
