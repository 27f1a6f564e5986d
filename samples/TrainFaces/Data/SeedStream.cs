namespace TrainFaces.Data;

/// <summary>Keeps the uses of one seed apart.</summary>
internal static class SeedStream
{
    public const long Faces = 1;
    public const long SampleLatents = 3;
}
