namespace Dcgan.Images.Files;

/// <summary>Opens folders and zip archives.</summary>
internal static class FileStore
{
    /// <inheritdoc cref="ImageFolder.Open" path="/exception"/>
    public static IFileStore Open(string path, string? outputFolder, CancellationToken stop)
    {
        try
        {
            if (outputFolder is not null && Directory.Exists(path) && RealPath.IsWithin(RealPath.Of(path), RealPath.Of(outputFolder)))
            {
                throw new InvalidDataException(
                    $"must not be in the output folder {outputFolder}, because a run does not train on its own pictures; use another output folder.");
            }

            return Directory.Exists(path) ? new FolderStore(path, outputFolder, stop)
                : File.Exists(path) ? new ZipStore(path)
                : throw new FileNotFoundException($"{path}: the folder or zip archive does not exist.", path);
        }
        catch (InvalidDataException error)
        {
            throw new InvalidDataException($"{path}: {error.Message}", error);
        }
        catch (IOException error) when (error is not FileNotFoundException)
        {
            throw new IOException($"{path}: cannot open this path. {error.Message}", error);
        }
        catch (UnauthorizedAccessException error)
        {
            throw new UnauthorizedAccessException($"{path}: cannot open this path. {error.Message}", error);
        }
    }
}
