namespace Dcgan.Images;

/// <summary>The classes of images, from the names of their folders.</summary>
internal sealed class ImageClasses
{
    private readonly int[] labels;

    private ImageClasses(string[] names, int[] labels, string[] empty) => (Names, this.labels, Empty) = (names, labels, empty);

    /// <summary>The names of the classes, in ordinal order.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The names of the folders beside those of the classes that contain no image.</summary>
    public IReadOnlyList<string> Empty { get; }

    /// <summary>Derives the classes.</summary>
    /// <param name="path">The folder or archive, for error messages.</param>
    /// <param name="files">The image files, with "/" between the parts.</param>
    /// <param name="folders">All subfolders, with "/" between the parts.</param>
    /// <exception cref="InvalidDataException">An image is in no subfolder, or there are fewer than 2 classes.</exception>
    public static ImageClasses Of(string path, IReadOnlyList<string> files, IReadOnlyList<string> folders)
    {
        int top = CommonFolder(files);
        string[] ofImages = [.. files.Select(file => file.IndexOf('/', top) is var end && end >= 0
            ? file[top..end]
            : throw new InvalidDataException(
                $"{path}: classes come from subfolders, but {file} is in none. Move it to the subfolder of its class, or train without classes."))];
        string[] names = [.. ofImages.Distinct().Order(StringComparer.Ordinal)];
        if (names.FirstOrDefault(string.IsNullOrWhiteSpace) is { } blank)
        {
            throw new InvalidDataException($"{path}: classes are named after their subfolders, but the name of the subfolder \"{blank}\" is only spaces. Rename it.");
        }

        if (names.Length < 2)
        {
            throw new InvalidDataException(
                $"{path}: classes come from subfolders, so images in at least 2 subfolders are needed, but all are in {names[0]}.");
        }

        string parent = files[0][..top];
        string[] beside = [.. folders.Where(folder => folder.StartsWith(parent, StringComparison.Ordinal) && folder.IndexOf('/', top) < 0).Select(folder => folder[top..])];
        return new ImageClasses(
            names,
            [.. ofImages.Select(name => Array.BinarySearch(names, name, StringComparer.Ordinal))],
            [.. beside.Except(names).Order(StringComparer.Ordinal)]);
    }

    public int LabelOf(int index) => labels[index];

    /// <summary>
    /// The length of the path, with its "/", of the deepest folder with subfolders that contains all images. Below it are the classes.
    /// </summary>
    private static int CommonFolder(IReadOnlyList<string> files)
    {
        int top = 0;
        while (files[0].IndexOf('/', top) is var end && end >= 0 && files[0].IndexOf('/', end + 1) >= 0)
        {
            string folder = files[0][..(end + 1)];
            if (!files.All(file => file.StartsWith(folder, StringComparison.Ordinal)))
            {
                break;
            }

            top = end + 1;
        }

        return top;
    }
}
