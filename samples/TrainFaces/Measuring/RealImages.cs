using Dcgan.Images;
using TorchSharp;
using TrainFaces.CommandLine;
using TrainFaces.Data;
using TrainFaces.Data.DrawnFaces;

namespace TrainFaces.Measuring;

/// <summary>
/// The real images of an evaluation: a reference, and images that are held out to measure what other real images reach. All runs on
/// the same data use the same images.
/// </summary>
internal sealed class RealImages : IDisposable
{
    /// <summary>Default number of images, enough for stable measures.</summary>
    public const int DefaultCount = 2048;

    private const long FacesSeed = 2048;
    private const string DataOption = "--data";

    private readonly ImageSource source;
    private readonly ImageSource? heldOut;
    private int position;

    private RealImages(string name, ImageSource source, ImageSource? heldOut, int count) =>
        (Name, this.source, this.heldOut, Count) = (name, source, heldOut, count);

    /// <summary>Identifies the images, for the cache of their features.</summary>
    public string Name { get; }

    /// <summary>Maximum number of images in the reference, and of those held out.</summary>
    public int Count { get; }

    /// <summary>A description of the reference, for the user.</summary>
    public string Description => ImageData.Describe(source);

    /// <summary>Opens the data set, or creates drawn faces.</summary>
    /// <param name="data">A folder or a zip archive of images; null for drawn faces.</param>
    /// <param name="heldOutData">Other real images; null to hold out images of <paramref name="data"/>, at most half.</param>
    /// <param name="format">The format to convert the images to.</param>
    /// <param name="count">Maximum number of images in the reference, and of those held out.</param>
    /// <param name="warn">Receives one warning for each unreadable image.</param>
    /// <param name="trainingSeed">The seed of the training run. Its drawn faces are not used, because the run was trained on them.</param>
    /// <param name="output">The output folder of the training run; null for none.</param>
    /// <param name="stop">Cancels the listing of the files.</param>
    /// <exception cref="SampleException">The images cannot be opened, or there are too few.</exception>
    public static RealImages Open(
        string? data,
        string? heldOutData,
        ImageFormat format,
        int count,
        Action<string> warn,
        long? trainingSeed = null,
        string? output = null,
        CancellationToken stop = default)
    {
        if (data is not null && heldOutData is not null && UserPath.AreSame((DataOption, data), ("--held-out", heldOutData)))
        {
            throw new SampleException($"--held-out {heldOutData}: must be other images than --data; leave it out, and half of --data is held out.");
        }

        string name = $"{FullPath(data) ?? FormattableString.Invariant($"drawn faces {SeedOtherThan(trainingSeed)}")}\0{FullPath(heldOutData)}\0{format}";
        ImageSource source = data is null
            ? new DrawnFaces(SeedOtherThan(trainingSeed), heldOutData is null ? 2 * count : count, format)
            : ImageData.Open(DataOption, data, Once(format, output), warn, stop: stop);
        try
        {
            if (heldOutData is not null)
            {
                var other = ImageData.Open("--held-out", heldOutData, Once(format), warn, stop: stop);
                return new RealImages(name, source, other, count);
            }

            int half = source.Count / 2;
            return half >= MeasuredImages.MinCount
                ? new RealImages(name, source, heldOut: null, Math.Min(count, half))
                : throw new SampleException(
                    $"{DataOption} {data}: must contain at least {2 * MeasuredImages.MinCount} images, of which half are held out, but contains {source.Count}.");
        }
        catch
        {
            source.Dispose();
            throw;
        }
    }

    /// <summary>A seed for drawn faces that differs from the seed of the training run.</summary>
    public static long SeedOtherThan(long? trainingSeed) => trainingSeed == FacesSeed ? FacesSeed + 1 : FacesSeed;

    /// <summary>Reads the reference.</summary>
    /// <param name="add">Receives each batch, [N, C, H, W] in [-1, 1].</param>
    /// <param name="progress">Receives the fraction that is read.</param>
    /// <param name="stop">Cancels the work.</param>
    /// <returns>The number of images.</returns>
    /// <exception cref="SampleException">Too few images are readable.</exception>
    public int ReadReference(Action<torch.Tensor> add, IProgress<double> progress, CancellationToken stop) =>
        MeasuredImages.Read(DataOption, source, Count, add, ref position, progress, stop);

    /// <summary>Reads the images that are held out, after the reference. Each call reads the same images.</summary>
    /// <param name="maximum">Maximum number of images.</param>
    /// <inheritdoc cref="ReadReference"/>
    public void ReadHeldOut(int maximum, Action<torch.Tensor> add, IProgress<double> progress, CancellationToken stop)
    {
        int first = position;
        _ = heldOut is null
            ? MeasuredImages.Read(DataOption, source, maximum, add, ref first, progress, stop)
            : MeasuredImages.Read("--held-out", heldOut, maximum, add, progress, stop);
    }

    public void Dispose()
    {
        source.Dispose();
        heldOut?.Dispose();
    }

    /// <summary>Options for images that are read once, so that none is kept in memory.</summary>
    public static ImageFolderOptions Once(ImageFormat format, string? output = null) => new() { Format = format, MemoryLimit = 0, OutputFolder = output };

    private static string? FullPath(string? path) => path is null ? null : Path.GetFullPath(path);
}
