namespace TrainFaces.Data;

/// <summary>Identifies independent random streams of one seed.</summary>
internal static class SeedStream
{
    public const long Faces = 1;
    public const long SampleLatents = 3;
}
