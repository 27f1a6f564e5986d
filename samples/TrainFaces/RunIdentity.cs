using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Dcgan.Core;
using Dcgan.Images;
using TrainFaces.Data;
using TrainFaces.Measuring;

namespace TrainFaces;

/// <summary>
/// Properties of a run that its checkpoints do not contain: images, batch size, precision, and the features for evaluation; and the names
/// of the options whose values they contain. Saved as run.json. A resumed run must have the same properties, or its result would differ from an uninterrupted run.
/// </summary>
/// <param name="Images">Identifies the image source; see <see cref="ImageData.Identify"/>.</param>
/// <param name="Batch">Number of images per step.</param>
/// <param name="Size">Height of the images in pixels.</param>
/// <param name="Channels">Number of channels in the images.</param>
/// <param name="Precision">Data type of the layers' computations.</param>
/// <param name="Features">SHA-256 of the files that compute the features, in hexadecimal; null without evaluation.</param>
/// <param name="Width">Width of the images in pixels; null if it equals the height.</param>
/// <param name="Options">The <see cref="SharedOptions"/>; null in files of earlier versions.</param>
/// <param name="Contents"><see cref="ImageFolder.ComputeDigest"/>; null for drawn faces and in files of earlier versions.</param>
internal sealed record RunIdentity(
    string Images,
    int Batch,
    int Size,
    int Channels,
    string Precision,
    string? Features = null,
    int? Width = null,
    IReadOnlyDictionary<string, string>? Options = null,
    string? Contents = null)
{
    private const int DigestLength = 2 * SHA256.HashSizeInBytes;

    private static readonly JsonSerializerOptions Strict = new() { RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true };

    /// <param name="options">The options of the run.</param>
    /// <param name="source">The images.</param>
    /// <param name="trainer">The trainer.</param>
    /// <param name="stop">Cancels reading the images.</param>
    public static RunIdentity Create(TrainFacesOptions options, ImageSource source, DcganTrainer trainer, CancellationToken stop) =>
        new(ImageData.Identify(source), options.BatchSize, source.Format.Height, source.Format.Channels, options.Precision.ToString(),
            options.Evaluate is { } features ? FeatureNetwork.Digest("--evaluate", features, options.FeatureRange) : null,
            source.Format.Width == source.Format.Height ? null : source.Format.Width,
            SharedOptions.Of(options, trainer),
            (source as ImageFolder)?.ComputeDigest(stop));

    /// <summary>Parses the content of run.json.</summary>
    /// <param name="path">The path of the file, for error messages.</param>
    /// <param name="json">The content of the file.</param>
    /// <exception cref="SampleException">The content is not valid.</exception>
    public static RunIdentity FromJson(string path, byte[] json)
    {
        try
        {
            var identity = JsonSerializer.Deserialize<RunIdentity>(json, Strict) ?? throw new JsonException("The JSON value is null.");
            return identity.Features is { } digest && (digest.Length != DigestLength || !digest.All(char.IsAsciiHexDigit))
                ? throw new JsonException($"Features must be {DigestLength} hexadecimal digits but is \"{digest}\".")
                : identity with { Options = identity.Options is { } options ? SharedOptions.Updated(options) : null };
        }
        catch (JsonException error)
        {
            throw new SampleException($"--resume: {path} is not valid. {error.Message} Restore the file, or use another --out.", error);
        }
    }

    /// <summary>Checks that another process of the run has the same properties.</summary>
    /// <param name="rank">The number of this process.</param>
    /// <param name="first">The properties of the process of rank 0, as JSON.</param>
    /// <exception cref="SampleException">A property differs.</exception>
    public void CheckAgainstFirst(int rank, byte[] first)
    {
        RunIdentity other = JsonSerializer.Deserialize<RunIdentity>(first, Strict)!;
        string? difference = Difference(other) is { } texts ? $"rank {rank} has {texts.Now} and rank 0 has {texts.Earlier}"
            : other.Contents != Contents ? $"the image files of rank {rank} have the names of those of rank 0 but other contents"
            : null;
        if (difference is not null)
        {
            throw new SampleException($"--mpi: all processes must have the same images and options, but {difference}.");
        }
    }

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this);

    /// <summary>
    /// The properties that the processes of a run must share: also those that a resumed run may change, because the processes would
    /// otherwise end, save or resume apart.
    /// </summary>
    public RunIdentity AmongProcesses(TrainFacesOptions options) => this with
    {
        Options = new Dictionary<string, string>(Options ?? new Dictionary<string, string>())
        {
            ["--epochs"] = options.Epochs.ToString(CultureInfo.InvariantCulture),
            ["--max-steps"] = options.MaxSteps?.ToString(CultureInfo.InvariantCulture) ?? "(none)",
            ["--checkpoint-every"] = options.CheckpointEvery?.ToString(CultureInfo.InvariantCulture) ?? "(epoch)",
            ["--resume"] = options.Resume ? "(yes)" : "(no)",
        },
    };

    /// <summary>Checks that a run may be resumed with the current properties.</summary>
    /// <param name="earlier">The properties from run.json.</param>
    /// <exception cref="SampleException">A property differs.</exception>
    public void CheckAgainst(RunIdentity earlier)
    {
        if (Difference(earlier) is { } texts)
        {
            throw new SampleException(
                $"--resume: the run was started with {texts.Earlier}, but the current options give {texts.Now}. Use the same options or another --out.");
        }

        if (earlier.Contents is { } contents && contents != Contents)
        {
            throw new SampleException(
                "--resume: the images have the names of those of the run but other contents. Restore the images, or use another --out.");
        }
    }

    /// <summary>What differs, except for the contents of the images; null if nothing does.</summary>
    private (string Earlier, string Now)? Difference(RunIdentity earlier)
    {
        if (earlier.Options is { } then && Options is { } now && SharedOptions.Differences(then, now) is { Count: > 0 } names)
        {
            return (Listed(then, names), Listed(now, names));
        }

        // A resumed run may start or stop evaluation, but the features must not change, because the measures would not be comparable.
        string? features = earlier.Features is null || Features is null ? Features : earlier.Features;
        return (earlier with { Features = features, Options = Options, Contents = Contents }) == this ? null : (earlier.Text(), Text());
    }

    private static string Listed(IReadOnlyDictionary<string, string> options, IEnumerable<string> names) => string.Join(", ", names.Select(name => $"{name} {options[name]}"));

    private string Text() => FormattableString.Invariant(
        $"{Images} ({Size}x{Width ?? Size}x{Channels}, batch size {Batch}, {Precision}{(Features is null ? string.Empty : $", features {Features[..8]}")})");
}
