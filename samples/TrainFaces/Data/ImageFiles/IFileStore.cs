namespace TrainFaces.Data.ImageFiles;

/// <summary>Image files in a folder or an archive. Implementations are thread-safe.</summary>
internal interface IFileStore : IDisposable
{
    /// <summary>Names of all JPEG and PNG files, in ordinal order, so that an index refers to the same file on every machine.</summary>
    IReadOnlyList<string> Names { get; }

    /// <summary>Reads the content of a file.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="InvalidDataException">The archive is damaged.</exception>
    /// <exception cref="UnauthorizedAccessException">The user has no permission to read the file.</exception>
    byte[] Read(int index);
}
