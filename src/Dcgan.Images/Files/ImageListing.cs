namespace Dcgan.Images.Files;

/// <summary>
/// Selects the training images from the files of a folder or a zip archive. Hidden files are ignored. Files that look like data but
/// are not used are counted and named in <see cref="Notes"/>.
/// </summary>
internal sealed class ImageListing
{
    private ImageListing(string[] names, int[] files, string[] notes) => (Names, Files, Notes) = (names, files, notes);

    /// <summary>Names of the images, in ordinal order, so that an index refers to the same file on every machine.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The position of each image in the list of files.</summary>
    public IReadOnlyList<int> Files { get; }

    /// <summary>One sentence for each kind of file that was passed over.</summary>
    public IReadOnlyList<string> Notes { get; }

    /// <summary>Selects the images.</summary>
    /// <param name="files">All files, relative to the data folder or the archive, with "/" between the parts.</param>
    /// <param name="isEncrypted">Whether the file with an index is encrypted; null if no file is.</param>
    public static ImageListing Of(IReadOnlyList<string> files, Func<int, bool>? isEncrypted = null)
    {
        var marks = new RunMarks();
        foreach (string file in files)
        {
            marks.Add(file);
        }

        var images = new List<int>();
        PassedOver others = new(), archives = new(), encrypted = new(), pictures = new();
        var runs = new SortedSet<string>(StringComparer.Ordinal);
        for (int index = 0; index < files.Count; index++)
        {
            string file = files[index];
            bool isImage = ImageNames.IsImage(file);
            bool isArchive = ImageNames.IsArchive(file);
            if ((!isImage && !isArchive && !ImageNames.IsOtherImage(file)) || ImageNames.IsBelowHidden(file))
            {
                continue;
            }

            if (marks.FolderAbove(file) is { } run)
            {
                pictures.Add(file);
                runs.Add(run.Length == 0 ? "." : run);
            }
            else if (!isImage)
            {
                (isArchive ? archives : others).Add(file);
            }
            else if (isEncrypted?.Invoke(index) == true)
            {
                encrypted.Add(file);
            }
            else
            {
                images.Add(index);
            }
        }

        images.Sort((left, right) => string.CompareOrdinal(files[left], files[right]));
        string?[] notes =
        [
            encrypted.Note("encrypted image", string.Empty, "Extract the archive with its password, and use the folder"),
            others.Note("image", " in another format", $"Convert to one of {ImageNames.Extensions}"),
            archives.Note("archive", " inside the data", "Extract archives first, and use the folder"),
            pictures.Note("image", $" in the output folder of a training run ({string.Join(", ", runs.Take(PassedOver.MaxNames))})", "Copy such images to another folder to train on them"),
        ];
        return new([.. images.Select(index => files[index])], [.. images], [.. notes.OfType<string>()]);
    }
}
