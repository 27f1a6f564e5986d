namespace Dcgan.Core;

/// <summary>Names and numbers of an exported model. They are a public contract, specified in docs/onnx.md.</summary>
internal static class OnnxFormat
{
    /// <summary>Version of the names below.</summary>
    internal const string Version = "1";

    /// <summary>
    /// Version of the file format, that of ONNX 1.16 (2024): current exporters write it, and runtimes since 2024 read it, on
    /// processors and in browsers.
    /// </summary>
    internal const long IrVersion = 10;

    /// <summary>
    /// Version of the operators. Of the operators that a network needs, ReduceMean was the last to change its form, in 18: a
    /// lower version would use the outdated form, and a higher one would only exclude runtimes.
    /// </summary>
    internal const long Opset = 18;

    internal const string Producer = "Dcgan.Core";

    internal const string Latents = "latents";
    internal const string Labels = "labels";
    internal const string Images = "images";
    internal const string Logits = "logits";

    /// <summary>Name of the batch axis, which may have any length.</summary>
    internal const string BatchAxis = "N";

    internal const string VersionKey = "dcgan.format_version";
    internal const string LibraryKey = "dcgan.library_version";
    internal const string NetworkKey = "dcgan.network";
    internal const string OptionsKey = "dcgan.options";
    internal const string StatisticsKey = "dcgan.statistics";
}
