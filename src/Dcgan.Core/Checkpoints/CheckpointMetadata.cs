using System.Reflection;

namespace Dcgan.Core;

/// <summary>The texts in every checkpoint's metadata.</summary>
internal static class CheckpointMetadata
{
    internal static readonly string LibraryVersion = typeof(CheckpointMetadata).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    internal static Dictionary<string, string> Of(StoredOptions options) => new()
    {
        [CheckpointFormat.VersionKey] = CheckpointFormat.Version,
        [CheckpointFormat.LibraryKey] = LibraryVersion,
        [CheckpointFormat.OptionsKey] = options.ToJson(),
    };

    /// <summary>That the file is a checkpoint, and of a version that can be read.</summary>
    /// <exception cref="CheckpointException">It is not.</exception>
    internal static void CheckVersion(SafetensorsFile file)
    {
        string version = file.Metadata.GetValueOrDefault(CheckpointFormat.VersionKey)
            ?? throw new CheckpointException(file.Path, null, $"this is no checkpoint: its metadata has no '{CheckpointFormat.VersionKey}'.");
        if (version != CheckpointFormat.Version)
        {
            string writer = file.Metadata.GetValueOrDefault(CheckpointFormat.LibraryKey) is string library ? $", from Dcgan.Core {library}" : string.Empty;
            throw new CheckpointException(
                file.Path, null, $"it is a checkpoint of format version {QuotedText.Of(version)}{writer}, but this library reads version {CheckpointFormat.Version} only.");
        }
    }
}
