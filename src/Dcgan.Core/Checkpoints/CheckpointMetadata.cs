using System.Globalization;
using System.Reflection;
using Dcgan.Core.Safetensors;

namespace Dcgan.Core;

/// <summary>The metadata of a checkpoint: format version, options, and the position of the run.</summary>
internal static class CheckpointMetadata
{
    internal static readonly string LibraryVersion = typeof(CheckpointMetadata).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    /// <summary>The metadata that every checkpoint has.</summary>
    internal static Dictionary<string, string> Create(StoredOptions options) => new()
    {
        [CheckpointFormat.VersionKey] = CheckpointFormat.Version,
        [CheckpointFormat.LibraryKey] = LibraryVersion,
        [CheckpointFormat.OptionsKey] = options.ToJson(),
    };

    /// <summary>Checks that the file is a checkpoint whose version this library supports.</summary>
    /// <exception cref="CheckpointException">The file is not a checkpoint of a supported version.</exception>
    internal static void CheckVersion(SafetensorsFile file)
    {
        string version = file.Metadata.GetValueOrDefault(CheckpointFormat.VersionKey)
            ?? throw new CheckpointException(
                file.Path, null, $"this is not a checkpoint: its metadata has no '{CheckpointFormat.VersionKey}'.{PyTorchNetworks.AdviceFor(file)}");
        if (version != CheckpointFormat.Version)
        {
            string writer = file.Metadata.GetValueOrDefault(CheckpointFormat.LibraryKey) is string library ? $", from Dcgan.Core {library}" : string.Empty;
            throw new CheckpointException(
                file.Path, null, $"this is a checkpoint of format version {QuotedText.Of(version)}{writer}, but this library reads version {CheckpointFormat.Version} only.");
        }
    }

    internal static void WritePosition(Dictionary<string, string> metadata, RunPosition position)
    {
        metadata[CheckpointFormat.StepKey] = Text(position.Step);
        metadata[CheckpointFormat.ImagesKey] = Text(position.Images);
        metadata[CheckpointFormat.EpochKey] = Text(position.Epoch);
        metadata[CheckpointFormat.EpochStepKey] = Text(position.EpochStep);
    }

    /// <exception cref="CheckpointException">A number is missing, is not a nonnegative integer, or is too large.</exception>
    internal static RunPosition ReadPosition(SafetensorsFile file) => new(
        Read(file, CheckpointFormat.StepKey),
        file.Metadata.ContainsKey(CheckpointFormat.ImagesKey) ? Read(file, CheckpointFormat.ImagesKey) : 0, // Not in files of 0.1.0.
        Read(file, CheckpointFormat.EpochKey),
        Read(file, CheckpointFormat.EpochStepKey));

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static long Read(SafetensorsFile file, string key)
    {
        string? text = file.Metadata.GetValueOrDefault(key);
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number) && number <= RunPosition.Largest
            ? number
            : throw new CheckpointException(file.Path, null, $"'{key}' in its metadata must be an integer in [0, {RunPosition.Largest}] but is {QuotedText.Of(text ?? "missing")}.");
    }
}
