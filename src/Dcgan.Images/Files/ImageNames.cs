namespace Dcgan.Images.Files;

/// <summary>Decides by its name what a file is. Folders and zip archives use the same rules; see <see cref="ImageListing"/>.</summary>
internal static class ImageNames
{
    /// <summary>The extensions of the files that are read, for messages.</summary>
    public const string Extensions = ".jpg, .jpeg, .png, .webp, .bmp";

    private static readonly HashSet<string> Images = new(Extensions.Split(", "), StringComparer.OrdinalIgnoreCase);

    private static readonly HashSet<string> OtherImages = new(
        [".gif", ".tif", ".tiff", ".heic", ".heif", ".avif", ".jxl", ".jp2", ".jpe", ".jfif", ".ico", ".tga", ".ppm", ".pgm", ".pnm", ".psd", ".svg", ".dng", ".cr2", ".nef", ".arw"],
        StringComparer.OrdinalIgnoreCase);

    private static readonly HashSet<string> Archives = new(
        [".zip", ".7z", ".rar", ".tar", ".tgz", ".gz", ".bz2", ".xz", ".zst"], StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether the file is an image that is read.</summary>
    public static bool IsImage(string name) => Images.Contains(Path.GetExtension(name));

    /// <summary>Whether the file is an image in a format that is not read.</summary>
    public static bool IsOtherImage(string name) => OtherImages.Contains(Path.GetExtension(name));

    /// <summary>Whether the file is an archive, whose images are not read.</summary>
    public static bool IsArchive(string name) => Archives.Contains(Path.GetExtension(name));

    /// <summary>
    /// Whether a file or folder is hidden: its name begins with a dot, as in <c>._face.jpg</c> or <c>.thumbnails</c>, or it is the
    /// folder in which macOS keeps metadata in zip archives.
    /// </summary>
    /// <param name="part">The name of a file or folder, without the folders above it.</param>
    public static bool IsHidden(ReadOnlySpan<char> part) =>
        part is "__MACOSX" || (part is ['.', ..] and not ("." or ".."));

    /// <summary>Whether any part of a path is hidden.</summary>
    /// <param name="path">Relative to the data folder or the archive, with "/" between the parts.</param>
    public static bool IsBelowHidden(string path)
    {
        foreach (var part in path.AsSpan().Split('/'))
        {
            if (IsHidden(path.AsSpan()[part]))
            {
                return true;
            }
        }

        return false;
    }
}
