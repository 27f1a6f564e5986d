namespace TrainFaces.Data.ImageFiles;

/// <summary>Image files in a folder or an archive. Read from several threads at once.</summary>
internal interface IFileStore : IDisposable
{
    /// <summary>Names of all JPEG and PNG files, in ordinal order, so that an index means the same file on every machine.</summary>
    IReadOnlyList<string> Names { get; }

    /// <summary>A file's whole content.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="InvalidDataException">The archive is damaged.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    byte[] Read(int index);
}
