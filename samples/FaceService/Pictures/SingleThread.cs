using SixLabors.ImageSharp;

namespace FaceService.Pictures;

/// <summary>An ImageSharp configuration that encodes on the calling thread only, because requests already run in parallel on all cores.</summary>
internal static class SingleThread
{
    public static Configuration Configuration { get; } = Create();

    private static Configuration Create()
    {
        Configuration configuration = Configuration.Default.Clone();
        configuration.MaxDegreeOfParallelism = 1;
        return configuration;
    }
}
