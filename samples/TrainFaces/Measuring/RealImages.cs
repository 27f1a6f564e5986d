using TrainFaces.Data;
using TrainFaces.Data.DrawnFaces;
using TrainFaces.Data.ImageFiles;

namespace TrainFaces.Measuring;

/// <summary>The real images of an evaluation. All runs on the same data use the same images.</summary>
internal static class RealImages
{
    /// <summary>Default number of images, enough for stable measures.</summary>
    public const int Count = 2048;

    private const long FacesSeed = 2048;

    /// <summary>Opens the data set, or creates drawn faces.</summary>
    /// <param name="data">A folder or a zip archive of images; null for drawn faces.</param>
    /// <param name="format">The feature network's image format.</param>
    /// <param name="count">Number of drawn faces; not used for a data set.</param>
    /// <param name="warn">Receives one warning for each unreadable image.</param>
    /// <param name="trainingSeed">The seed of the training run. Its drawn faces are not used, because the run was trained on them.</param>
    /// <param name="output">The output folder of the training run; null for none.</param>
    /// <param name="stop">Cancels the listing of the files.</param>
    /// <exception cref="SampleException">The images cannot be opened.</exception>
    public static IImageSource Open(
        string? data,
        ImageFormat format,
        int count,
        Action<string> warn,
        long? trainingSeed = null,
        string? output = null,
        CancellationToken stop = default) =>
        data is null
            ? new DrawnFaces(SeedOtherThan(trainingSeed), count, format)
            : ImageFileSource.Open(data, seed: 0, format, warn, output: output, memory: 0, stop: stop);

    /// <summary>A seed for drawn faces that differs from the seed of the training run.</summary>
    public static long SeedOtherThan(long? trainingSeed) => trainingSeed == FacesSeed ? FacesSeed + 1 : FacesSeed;
}
