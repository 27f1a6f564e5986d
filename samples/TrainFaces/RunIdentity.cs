using System.Security.Cryptography;
using System.Text.Json;
using TrainFaces.Data;

namespace TrainFaces;

/// <summary>
/// What a checkpoint does not know of a run: which images a step sees, in which precision, and by which features it is measured.
/// Only with the same does it go on as if it had never stopped.
/// </summary>
/// <param name="Images">Which they are.</param>
/// <param name="Batch">How many in a step.</param>
/// <param name="Size">Their side.</param>
/// <param name="Channels">Theirs.</param>
/// <param name="Precision">What the layers compute in.</param>
/// <param name="Features">The digest of the file whose features it is measured by; null where it is not measured.</param>
internal sealed record RunIdentity(string Images, int Batch, int Size, int Channels, string Precision, string? Features = null)
{
    public static RunIdentity Of(TrainFacesOptions options, IImageSource source, ImageFormat format) =>
        new(source.Identity, options.BatchSize, format.Size, format.Channels, options.Precision.ToString(), DigestOf(options.Evaluate));

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
        if (earlier is null)
        {
            return;
        }

        // A run may begin to be measured, or cease to, but not by other features in the middle.
        string? features = earlier.Features is null || Features is null ? Features : earlier.Features;
        if ((earlier with { Features = features }) != this)
        {
            throw new SampleException(
                $"--resume: the run was started with {earlier.Text()}, but now there are {Text()}. Use the same options, or another --out.");
        }
    }

    // A file that cannot be read is told of where it is opened.
    private static string? DigestOf(string? features) =>
        File.Exists(features) ? Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(features))) : null;

    private string Text() => FormattableString.Invariant(
        $"{Images} of {Size}x{Size}x{Channels}, {Batch} in a batch, in {Precision}{(Features is null ? string.Empty : $", measured by features {Features[..8]}")}");
}
