using System.Text.RegularExpressions;
using TorchSharp;

namespace Dcgan.Core.Tests.Golden;

/// <summary>
/// Converts the reference's names and layouts to the library's. The reference pads 1 before and 2 after; the library pads 2 on
/// both sides. The numbers are the same if kernels, the maps at linear layers, and images are flipped in both axes.
/// </summary>
internal static partial class ReferenceLayout
{
    /// <summary>Gets the state-dict key of a reference variable; null for a bias that batch normalization subtracts.</summary>
    internal static string? KeyOf(string variable, GeneratorOptions generator)
    {
        string[] parts = variable.Split('/');
        string leaf = parts[^1] switch
        {
            "kernel" => "weight",
            "bias" => "bias",
            "gamma" => "norm.weight",
            "beta" => "norm.bias",
            _ => throw new ArgumentException(variable),
        };
        if (parts[1] == "reshape")
        {
            return parts[2] == "dense" ? $"generator.project.linear.{leaf}" : $"generator.project.{leaf}";
        }

        if (parts[1] == "classify")
        {
            return $"discriminator.classifier.{leaf}";
        }

        Match stage = StageName().Match(parts[1]);
        int index = int.Parse(stage.Groups[2].Value, null) - 1;
        bool isGenerator = stage.Groups[1].Value == "deconv";
        bool hasBias = isGenerator && index == generator.Depths.Count - 1;
        return leaf == "bias" && !hasBias ? null : $"{(isGenerator ? "generator" : "discriminator")}.stages.{index}.{leaf}";
    }

    /// <summary>Converts the value or the gradient of a variable to the library's layout.</summary>
    internal static torch.Tensor ToLibrary(string variable, torch.Tensor value, GoldenFile golden) => variable switch
    {
        "g/reshape/dense/kernel" => FlipFeatures(value.t(), golden.Generator),
        "g/reshape/dense/bias" => FlipFeatures(value, golden.Generator),
        "d/classify/outputs/kernel" => FlipInputs(value.t(), golden.Discriminator),
        _ when value.dim() == 4 => value.permute(3, 2, 0, 1).flip(2, 3),
        _ => value,
    };

    /// <summary>Converts images [N, H, W, C] to [N, C, H, W], flipped.</summary>
    internal static torch.Tensor Images(torch.Tensor images) => images.permute(0, 3, 1, 2).flip(2, 3);

    /// <summary>Flips the outputs of the linear layer, which are [s, s, depth].</summary>
    private static torch.Tensor FlipFeatures(torch.Tensor value, GeneratorOptions options)
    {
        long[] rest = value.shape[1..];
        long[] shape = [options.BaseSize.Height, options.BaseSize.Width, options.Depths[0], .. rest];
        return value.reshape(shape).flip(0, 1).reshape(value.shape);
    }

    /// <summary>Flips the inputs of the classifier, which are [s, s, depth].</summary>
    private static torch.Tensor FlipInputs(torch.Tensor value, DiscriminatorOptions options) =>
        value.reshape(value.shape[0], options.BaseSize.Height, options.BaseSize.Width, options.Depths[^1]).flip(1, 2).reshape(value.shape);

    [GeneratedRegex("^(deconv|conv)([0-9]+)$")]
    private static partial Regex StageName();
}
