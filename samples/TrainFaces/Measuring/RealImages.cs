using TrainFaces.Data;
using TrainFaces.Data.DrawnFaces;
using TrainFaces.Data.ImageFiles;

namespace TrainFaces.Measuring;

/// <summary>What generated images are measured against: the same ones for every run on the same data.</summary>
internal static class RealImages
{
    /// <summary>How many are enough for steady measures.</summary>
    public const int Count = 2048;

    private const long FacesSeed = 2048;

    /// <param name="data">A folder or a zip archive of images; null for drawn faces.</param>
    /// <param name="format">The features'.</param>
    /// <param name="count">How many drawn faces.</param>
    /// <param name="warn">Is told the name of each image that cannot be read.</param>
    /// <param name="trainingSeed">Whose drawn faces are not taken, because a run has learnt from them.</param>
    /// <exception cref="SampleException">The images cannot be opened.</exception>
    public static IImageSource Open(string? data, ImageFormat format, int count, Action<string> warn, long? trainingSeed = null) =>
        data is null
            ? new DrawnFaces(FacesApartFrom(trainingSeed), count, format)
            : ImageFileSource.Open(data, seed: 0, format, warn);

    public static long FacesApartFrom(long? trainingSeed) => trainingSeed == FacesSeed ? FacesSeed + 1 : FacesSeed;
}
