using Dcgan.Images.Files;

namespace TrainFaces.CommandLine;

/// <summary>Compares paths from the command line by what they lead to.</summary>
internal static class UserPath
{
    /// <summary>Equality of the results of <see cref="Real"/>.</summary>
    public static StringComparer Comparer { get; } = StringComparer.FromComparison(RealPath.Comparison);

    /// <summary>The absolute path without symbolic links. Parts that do not exist are kept.</summary>
    /// <param name="option">The option with the path, for the error message.</param>
    /// <param name="path">The path.</param>
    /// <exception cref="SampleException">The links form a loop, or cannot be read.</exception>
    public static string Real(string option, string path)
    {
        try
        {
            return RealPath.Of(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new SampleException($"{option} {path}: cannot be read. {error.Message}", error);
        }
    }

    /// <summary>Whether two paths lead to the same file or folder.</summary>
    /// <inheritdoc cref="Real" path="/exception"/>
    public static bool AreSame((string Option, string Path) one, (string Option, string Path) other) =>
        Comparer.Equals(Real(one.Option, one.Path), Real(other.Option, other.Path));
}
