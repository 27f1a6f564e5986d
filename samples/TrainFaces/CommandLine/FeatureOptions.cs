using System.CommandLine;
using TrainFaces.Measuring;

namespace TrainFaces.CommandLine;

/// <summary>The options that select the features of an evaluation.</summary>
internal static class FeatureOptions
{
    public const string HelpName = "imagenet|FILE";

    /// <summary>The option for the range of pixels that an ONNX model expects.</summary>
    /// <param name="features">The name of the option with the model.</param>
    public static Option<PixelRange?> Range(string features)
    {
        string[] names = [.. PixelRange.All.Select(range => range.Name)];
        var option = new Option<PixelRange?>("--feature-range")
        {
            Description = $"Required if {features} is an ONNX model: the values that it expects for pixels. imagenet: values in [0, 1], minus ImageNet's mean, divided by its standard deviation.",
            HelpName = string.Join('|', names),
            CustomParser = argument => names.Contains(argument.Tokens[0].Value)
                ? PixelRange.Named(argument.Tokens[0].Value)
                : InvalidValue.Report<PixelRange>(argument, "--feature-range", $"one of {string.Join(", ", names)}"),
        };
        option.CompletionSources.Add(names);
        return option;
    }
}
