using System.Security.Cryptography;
using System.Text;
using Dcgan.Core;
using Dcgan.Core.Evaluation;
using Dcgan.Images;
using TorchSharp;
using TrainFaces.Output;

namespace TrainFaces.Measuring;

/// <summary>A network that computes the features of images that an evaluation compares.</summary>
internal abstract class FeatureNetwork : IDisposable
{
    /// <summary>The name on the command line of ImageNet's ResNet-18, which comes with this program.</summary>
    public const string ImageNet = "imagenet";

    private const string OnnxExtension = ".onnx";

    // The first model prepares the pixels for the second.
    private static readonly string[] ImageNetModels = [ImageNetModel("ResNetPreprocess"), ImageNetModel("ResNet18")];

    /// <summary>The only format of images that the network accepts; null if it accepts all.</summary>
    public abstract ImageFormat? Format { get; }

    /// <summary>Opens a feature network.</summary>
    /// <param name="option">The command-line option, for error messages.</param>
    /// <param name="features">"imagenet", the path of an ONNX model, or the path of a training checkpoint.</param>
    /// <param name="range">The range of pixels that an ONNX model expects; null for the other networks.</param>
    /// <param name="device">The device for a checkpoint. ONNX models run on the CPU.</param>
    /// <exception cref="SampleException">The network cannot be used, or the range is missing or not needed.</exception>
    public static FeatureNetwork Open(string option, string features, PixelRange? range, DeviceChoice device)
    {
        bool isOnnx = IsOnnx(features);
        if (isOnnx != range is not null)
        {
            throw new SampleException(isOnnx
                ? $"--feature-range: required for {option} {features}: the values that the model expects for pixels, one of {string.Join(", ", PixelRange.All.Select(known => known.Name))}."
                : $"--feature-range {range!.Name}: is only for an ONNX model, but {option} is {features}; leave it out.");
        }

        if (Path.GetFileNameWithoutExtension(features) == features && features != ImageNet && !Path.Exists(features) && new FileInfo(features).LinkTarget is null)
        {
            throw new SampleException(
                $"{option} {features}: there is no such file. Expected {ImageNet}, or the path of an ONNX model or of a checkpoint.");
        }

        return isOnnx || features == ImageNet
            ? OnnxFeatures.Open(option, PathsOf(features), range ?? PixelRange.Bytes)
            : DiscriminatorFeatures.Open(option, features, device);
    }

    /// <summary>Identifies the features by their files and the range of pixels.</summary>
    /// <returns>A SHA-256 in hexadecimal; null if a file is missing, which <see cref="Open"/> reports.</returns>
    /// <exception cref="SampleException">A file cannot be read.</exception>
    public static string? Digest(string option, string features, PixelRange? range)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (string path in PathsOf(features))
        {
            if (RegularFile.Read(path, option) is not { } content)
            {
                return null;
            }

            hash.AppendData(content);
        }

        hash.AppendData(Encoding.UTF8.GetBytes(range?.Name ?? string.Empty));
        return Convert.ToHexString(hash.GetHashAndReset());
    }

    /// <summary>Checks that images have a format that the network accepts.</summary>
    /// <param name="producer">What generates the images, for the error message.</param>
    /// <param name="format">The format of the images.</param>
    /// <exception cref="SampleException">The formats differ.</exception>
    public virtual void CheckFormat(string producer, ImageFormat format)
    {
    }

    /// <summary>Identifies the features: two networks with the same identity compute the same features.</summary>
    public abstract string Identity { get; }

    /// <summary>Creates an evaluator without images.</summary>
    /// <param name="options">Evaluation options.</param>
    public abstract Evaluator CreateEvaluator(EvaluationOptions options);

    /// <summary>Converts images to the network's data type and device. The result belongs to the current dispose scope.</summary>
    public abstract torch.Tensor ToInput(torch.Tensor images);

    /// <summary>Keeps the features of the images that are added from now on, for later evaluations, if computing them is slow.</summary>
    /// <param name="data">Identifies the data set.</param>
    public virtual void StartCaching(string data)
    {
    }

    /// <summary>Saves the features since <see cref="StartCaching"/>.</summary>
    /// <param name="warn">Receives a warning if they cannot be saved.</param>
    public virtual void FinishCaching(Action<string> warn)
    {
    }

    public abstract void Dispose();

    private static bool IsOnnx(string features) => features.EndsWith(OnnxExtension, StringComparison.OrdinalIgnoreCase);

    private static string[] PathsOf(string features) => features == ImageNet ? ImageNetModels : [features];

    private static string ImageNetModel(string name) => Path.Combine(AppContext.BaseDirectory, ImageNet, name + OnnxExtension);
}
