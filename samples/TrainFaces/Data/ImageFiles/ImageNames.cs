namespace TrainFaces.Data.ImageFiles;

/// <summary>Which names count as images, by the same rule in a folder and in an archive.</summary>
internal static class ImageNames
{
    /// <summary>JPEG and PNG by extension, without hidden files: systems leave copies such as <c>._face.jpg</c> about.</summary>
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
