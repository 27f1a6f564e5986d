using System.Security.Cryptography;
using System.Text;
using Dcgan.Core;
using Dcgan.Images;
using TrainFaces.CommandLine;
using TrainFaces.Data.DrawnFaces;

namespace TrainFaces.Data;

/// <summary>Opens image data that the user names, and describes image sources.</summary>
internal static class ImageData
{
    /// <summary>Opens a folder or a zip archive.</summary>
    /// <param name="option">The command-line option with the path, for error messages.</param>
    /// <param name="path">A folder or a zip archive.</param>
    /// <param name="options">How to read the images.</param>
    /// <param name="warn">Receives one warning for each kind of file that is not used and for each unreadable image.</param>
    /// <param name="progress">Receives the fraction of the cache file that is written.</param>
    /// <param name="stop">Cancels listing and decoding the files.</param>
    /// <exception cref="OperationCanceledException">Canceled.</exception>
    /// <exception cref="SampleException">The path does not exist, is neither a folder nor a zip archive, or contains too few images.</exception>
    public static ImageFolder Open(
        string option, string path, ImageFolderOptions options, Action<string> warn, IProgress<double>? progress = null, CancellationToken stop = default) =>
        Report(option, path, () => ImageFolder.Open(path, options, new WarningLog(line => warn(Name(option, path, line))), progress, stop));

    /// <summary>The short side, in pixels, of the first image that can be read.</summary>
    /// <param name="option">The command-line option with the path, for error messages.</param>
    /// <param name="path">A folder or a zip archive.</param>
    /// <param name="stop">Cancels listing and reading the files.</param>
    /// <exception cref="SampleException">The path cannot be opened, or contains no readable image.</exception>
    public static int ShortSide(string option, string path, CancellationToken stop) => Report(option, path, () => ImageFolder.ShortSide(path, stop));

    /// <summary>The format of the images of a network that is trained on image files or compared with them.</summary>
    /// <param name="network">The option and the network, for the error message.</param>
    /// <param name="size">Height and width in pixels.</param>
    /// <param name="channels">Number of channels of the network's images.</param>
    /// <exception cref="SampleException">Image files cannot be converted to this format.</exception>
    public static ImageFormat FormatOf(string network, SpatialSize size, int channels) => channels is >= 1 and <= 4
        ? new ImageFormat(size.Height, size.Width, channels)
        : throw new SampleException(FormattableString.Invariant(
            $"{network}: the images of the network must have 1 to 4 channels, like image files, but have {channels}."));

    /// <summary>Describes a source in the first line of a run.</summary>
    public static string Describe(ImageSource source) => source switch
    {
        ImageFolder { ClassNames.Count: > 0 } folder => $"{folder.Count} image files of {folder.ClassNames.Count} classes ({CheckpointOptions.Listed(folder.ClassNames)}) in {folder.Path}",
        ImageFolder folder => $"{folder.Count} image files in {folder.Path}",
        _ => $"{source.Count} new drawn faces per epoch",
    };

    /// <summary>
    /// Identifies the images by their number and kind, and for files by a digest of the names. Saved in run.json and compared on resume.
    /// </summary>
    /// <remarks>Do not change the texts: runs saved with other texts could not be resumed.</remarks>
    public static string Identify(ImageSource source)
    {
        if (source is not ImageFolder folder)
        {
            return $"drawn faces, {source.Count} new ones an epoch";
        }

        // With classes, the folders are part of the names, because an image in another folder has another label.
        bool hasClasses = folder.ClassNames.Count > 0;
        byte[] names = Encoding.UTF8.GetBytes(string.Join('\0', hasClasses ? folder.Names : folder.Names.Select(Path.GetFileName)));
        string classes = hasClasses ? $" of {folder.ClassNames.Count} classes" : string.Empty;
        return $"{folder.Count} image files with names of SHA-256 {Convert.ToHexStringLower(SHA256.HashData(names))[..12]}{classes}";
    }

    private static string Name(string option, string path, string line) => line.StartsWith($"{path}: ", StringComparison.Ordinal) ? $"{option} {line}" : line;

    private static T Report<T>(string option, string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception error) when (error is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            string message = error.Message.StartsWith($"{path}: ", StringComparison.Ordinal) ? error.Message : $"{path}: cannot be read. {error.Message}";
            throw new SampleException($"{option} {message}", error);
        }
    }
}
