namespace TrainFaces.Data.ImageFiles;

/// <summary>Decides whether a file is an image, based on its name. Folders and archives use the same rule.</summary>
internal static class ImageNames
{
    /// <summary>Whether the extension is that of a JPEG or PNG file, and the file is not hidden. Some systems create hidden files such as <c>._face.jpg</c>.</summary>
    public static bool IsImage(string name)
    {
        var file = Path.GetFileName(name.AsSpan());
        var extension = Path.GetExtension(file);
        return !file.StartsWith('.')
            && (extension.Equals(".jpg", StringComparison.OrdinalIgnoreCase)
                || extension.Equals(".jpeg", StringComparison.OrdinalIgnoreCase)
                || extension.Equals(".png", StringComparison.OrdinalIgnoreCase));
    }
}
