using System.IO.Hashing;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Dcgan.Core.Evaluation;
using TorchSharp;

namespace TrainFaces.Measuring;

/// <summary>
/// The measures of other real images in the user's cache folder: they depend only on the features, the options and the real images, and
/// take as long as the measures of a generator. A file belongs to all of these, so measures of other images are never used. A damaged
/// file counts as missing.
/// </summary>
internal sealed class FloorCache
{
    private static readonly JsonSerializerOptions Format = new() { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    private readonly XxHash128 key = new();

    /// <param name="features">Identifies the features.</param>
    /// <param name="options">The options of the measures.</param>
    public FloorCache(string features, EvaluationOptions options)
    {
        // Another version of the library may measure in another way.
        Append($"dcgan-floor-1\0{typeof(Evaluator).Assembly.ManifestModule.ModuleVersionId}\0{features}\0{options}");
    }

    private string? FilePath => CacheFile.Folder is { } folder ? Path.Combine(folder, $"{Convert.ToHexStringLower(key.GetCurrentHash())}.measures") : null;

    /// <summary>Adds images to those that the measures belong to. The order of all images matters, their batches do not.</summary>
    /// <param name="images">[N, C, H, W], on the CPU.</param>
    public void Add(torch.Tensor images)
    {
        using var contiguous = images.contiguous();
        key.Append(contiguous.bytes);
    }

    /// <summary>Separates the images before from those after.</summary>
    public void Separate() => Append("\0");

    /// <summary>The stored measures; null if there are none.</summary>
    public EvaluationMeasures? Find()
    {
        try
        {
            return FilePath is { } path && CacheFile.Read(path) is { } file ? JsonSerializer.Deserialize<EvaluationMeasures>(file, Format) : null;
        }
        catch (Exception error) when (error is JsonException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>Stores the measures. A file that cannot be written is only a warning.</summary>
    public void Save(EvaluationMeasures measures, Action<string> warn)
    {
        if (FilePath is { } path)
        {
            CacheFile.Write(path, "the measures of other real images", stream => JsonSerializer.Serialize(stream, measures, Format), warn);
        }
    }

    private void Append(string text) => key.Append(Encoding.UTF8.GetBytes(text));
}
