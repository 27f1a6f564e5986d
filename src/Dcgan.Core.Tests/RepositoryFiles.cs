using System.Reflection;

namespace Dcgan.Core.Tests;

/// <summary>Reads files of the repository that the tests were built from.</summary>
internal static class RepositoryFiles
{
    /// <summary>The repository's folder, as the project file passes it.</summary>
    private static string Root { get; } = typeof(RepositoryFiles).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "RepositoryRoot").Value!;

    /// <summary>Builds a full path from the names of folders and a file below the repository's folder.</summary>
    internal static string PathOf(params IEnumerable<string> names) => Path.Combine([Root, .. names]);

    /// <summary>Reads the text of a file.</summary>
    internal static string Read(params IEnumerable<string> names) => File.ReadAllText(PathOf(names));
}
