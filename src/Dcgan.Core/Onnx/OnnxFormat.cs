namespace Dcgan.Core;

/// <summary>Names and numbers of an exported model. They are a public contract, specified in docs/onnx.md.</summary>
internal static class OnnxFormat
{
    /// <summary>Version of the naming contract in this class.</summary>
    internal const string Version = "1";

    /// <summary>
    /// Version of the file format, from ONNX 1.16 (2024). Current exporters write this version. Runtimes released since 2024 read
    /// it, on CPUs and in browsers.
    /// </summary>
    internal const long IrVersion = 10;

    /// <summary>
    /// Version of the operator set. Of the operators that a network needs, ReduceMean was the last to change its signature, in
    /// version 18. A lower version would need the outdated signature, and a higher version would only exclude runtimes.
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
