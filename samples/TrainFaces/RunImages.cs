using Dcgan.Images;
using TrainFaces.Data;
using TrainFaces.Data.DrawnFaces;
using TrainFaces.Output;

namespace TrainFaces;

/// <summary>Opens the images that a run trains on.</summary>
internal static class RunImages
{
    /// <summary>Opens the image files of --data, or creates drawn faces.</summary>
    /// <param name="options">The options of the run.</param>
    /// <param name="format">The format of the networks' images.</param>
    /// <param name="processes">The processes that train together.</param>
    /// <param name="display">Shows the progress of a cache.</param>
    /// <param name="stop">Cancels listing and decoding the files.</param>
    /// <exception cref="OperationCanceledException">Canceled.</exception>
    /// <exception cref="SampleException">The images cannot be used, or an option needs --data.</exception>
    public static ImageSource Open(
        TrainFacesOptions options, ImageFormat format, RunProcesses processes, RunDisplay display, CancellationToken stop)
    {
        // Rank 0 opens the images first, because the others use the cache file that it may write.
        ImageSource? source = null;
        processes.Together(() => source = processes.IsFirst ? OpenHere() : null);
        return source ?? OpenHere();

        ImageSource OpenHere() => !options.Classes && options.Given.Contains("--label-size")
            ? throw new SampleException(FormattableString.Invariant($"--label-size {options.LabelSize}: needs --classes."))
            : options.Data is { } path ? OpenFiles(path, options, format, processes, display, stop)
            : options.Classes ? throw new SampleException("--classes: needs --data, a folder or zip archive with a subfolder for each class.")
            : options.Cache is not null ? throw new SampleException($"--cache {options.Cache}: needs --data; drawn faces are not cached.")
            : new DrawnFaces(options.Seed, options.DrawnFacesPerEpoch, format);
    }

    private static ImageFolder OpenFiles(
        string path, TrainFacesOptions options, ImageFormat format, RunProcesses processes, RunDisplay display, CancellationToken stop)
    {
        var reading = new ImageFolderOptions
        {
            Format = format,
            ClassesFromFolders = options.Classes,
            MemoryLimit = ImageFolder.DefaultMemoryLimit / processes.CountOnHost,
            CacheFolder = options.CacheFolder,
            AlwaysCache = options.Cache is not null,
            OutputFolder = options.Out,
        };
        var source = display.Run("Decoding images into the cache", progress => ImageData.Open("--data", path, reading, display.Warn, progress, stop));
        if (source.IsCached)
        {
            display.WriteLine($"Decoded images are in {Path.GetFullPath(options.CacheFolder)}. Later runs on the same images with the same size reuse them.");
        }

        return source;
    }
}
