using System.Text.Json;
using TrainFaces.Data;

namespace TrainFaces;

/// <summary>
/// What a checkpoint does not know of a run: which images a step sees, and in which precision. Only with the same does it go
/// on as if it had never stopped.
/// </summary>
internal sealed record RunIdentity(string Images, int Batch, int Size, int Channels, string Precision)
{
    public static RunIdentity Of(TrainFacesOptions options, IImageSource source, ImageFormat format) =>
        new(source.Identity, options.BatchSize, format.Size, format.Channels, options.Precision.ToString());

    /// <exception cref="SampleException">The file is not what a run wrote.</exception>
    public static RunIdentity FromJson(byte[] json)
    {
        try
        {
            return JsonSerializer.Deserialize<RunIdentity>(json) ?? throw new JsonException("It is null.");
        }
        catch (JsonException error)
        {
            throw new SampleException($"--resume: run.json is not what a run wrote. {error.Message}", error);
        }
    }

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this);

    /// <exception cref="SampleException">The earlier part of the run had other images or other batches.</exception>
    public void CheckAgainst(RunIdentity? earlier)
    {
        if (earlier is not null && earlier != this)
        {
            throw new SampleException(
                $"--resume: the run was started with {earlier.Text()}, but now there are {Text()}. Use the same options, or another --out.");
        }
    }

    private string Text() => FormattableString.Invariant($"{Images} of {Size}x{Size}x{Channels}, {Batch} in a batch, in {Precision}");
}
