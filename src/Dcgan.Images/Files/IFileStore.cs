namespace Dcgan.Images.Files;

/// <summary>Image files in a folder or an archive. Implementations are thread-safe.</summary>
internal interface IFileStore : IDisposable
{
    /// <summary>Names of the images, in ordinal order; see <see cref="ImageListing"/>.</summary>
    IReadOnlyList<string> Names { get; }

    /// <summary>Names of the subfolders that are not hidden, also of those without an image, with "/" between the parts.</summary>
    IReadOnlyList<string> Folders { get; }

    /// <summary>One sentence for each kind of file that is not used.</summary>
    IReadOnlyList<string> Notes { get; }

    /// <summary>Two numbers that differ if the content of a file differs: its size, and its time of change or its checksum.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The user has no permission to read the file.</exception>
    (long Length, long Change) Stamp(int index);

    /// <summary>Reads the content of a file.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="InvalidDataException">The file is too large, or the archive is damaged.</exception>
    /// <exception cref="UnauthorizedAccessException">The user has no permission to read the file.</exception>
    byte[] Read(int index);
}
