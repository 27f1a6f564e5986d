namespace Dcgan.Images;

/// <summary>How <see cref="ImageFolder"/> reads image files. Vary the defaults with a <c>with</c> expression or an initializer.</summary>
public sealed record ImageFolderOptions
{
    /// <summary>
    /// Format to convert the images to. An image is cropped to the largest central rectangle of this aspect ratio, then resized.
    /// Default 64x64x3, as in the default networks. For other networks, use <see cref="ImageFormat.Of"/>.
    /// </summary>
    public ImageFormat Format { get; init; } = new(64, 64, 3);

    /// <summary>
    /// Whether each subfolder is a class, named after the folder, as in torchvision's <c>ImageFolder</c>. The classes are sorted by
    /// name, in ordinal order. Folders that contain all images, such as the top folder of a zip archive, are skipped. Default false.
    /// </summary>
    public bool ClassesFromFolders { get; init; }

    /// <summary>
    /// Maximum memory for decoded images in bytes. Images for which there is no room are decoded again in each epoch, unless there is
    /// a <see cref="CacheFolder"/>. 0 for images that are read only once. Default null: half of the memory that the process may use.
    /// </summary>
    public long? MemoryLimit { get; init; }

    /// <summary>
    /// Folder for a cache file, which is used if the decoded images exceed <see cref="MemoryLimit"/>. All images are decoded once, on
    /// all cores, before the first batch; later runs with the same files and format use the same cache file. It needs Height·Width·Channels
    /// bytes per image. Default null: no cache file.
    /// </summary>
    public string? CacheFolder { get; init; }

    /// <summary>
    /// Whether to use <see cref="CacheFolder"/> even if the images fit into memory, so that later runs start without decoding. Default false.
    /// </summary>
    public bool AlwaysCache { get; init; }

    /// <summary>Output folder of the training run, whose pictures are not used as training images. Default null: none.</summary>
    public string? OutputFolder { get; init; }

    internal ImageFolderOptions Checked()
    {
        _ = Format.Checked(nameof(Format));
        if (MemoryLimit < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(MemoryLimit), $"MemoryLimit: must be at least 0 but was {MemoryLimit}.");
        }

        CheckFolder(CacheFolder, nameof(CacheFolder));
        CheckFolder(OutputFolder, nameof(OutputFolder));
        return this;
    }

    private static void CheckFolder(string? folder, string name)
    {
        if (folder is not null && string.IsNullOrWhiteSpace(folder))
        {
            throw new ArgumentException($"{name}: must be the name of a folder or null but was empty.", name);
        }
    }
}
