using Dcgan.Core.Safetensors;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>Compares the tensors of a file with the expected tensors, before any value changes.</summary>
internal static class CheckpointMatch
{
    /// <summary>
    /// The largest number of differences listed: more than two runs of usual depths have. A hostile file may have any number.
    /// </summary>
    private const int MostListed = 500;

    /// <summary>Lists tensors that are missing or have another type or shape.</summary>
    internal static IEnumerable<string> Faults(IEnumerable<ExpectedTensor> expected, SafetensorsFile file) =>
        expected.Select(tensor => Fault(tensor, file)).OfType<string>();

    /// <summary>Lists tensors that are not expected.</summary>
    internal static IEnumerable<string> Unexpected(IEnumerable<ExpectedTensor> expected, SafetensorsFile file)
    {
        HashSet<string> names = [.. expected.Select(tensor => tensor.Name)];
        return file.Tensors
            .Where(tensor => !names.Contains(tensor.Name))
            .Select(tensor => $"{QuotedText.Of(tensor.Name)}: expected none but found {Text(tensor.Type, tensor.Shape)}");
    }

    /// <exception cref="CheckpointException">There are differences; the message lists them.</exception>
    internal static void ThrowIfAny(string path, string what, IEnumerable<string> differences)
    {
        string[] listed = [.. differences.Take(MostListed + 1)];
        if (listed.Length > 0)
        {
            string rest = listed.Length > MostListed ? $"; and more than these {MostListed}" : string.Empty;
            throw new CheckpointException(path, null, $"does not fit {what}. {string.Join("; ", listed.Take(MostListed))}{rest}.");
        }
    }

    private static string? Fault(ExpectedTensor expected, SafetensorsFile file)
    {
        bool isPresent = file.TryGet(expected.Name, out SafetensorsTensor? found);
        if (isPresent ? found!.Type == expected.Type && found.Shape.SequenceEqual(expected.Shape) : !expected.IsRequired)
        {
            return null;
        }

        return $"{expected.Name}: expected {Text(expected.Type, expected.Shape)} but found {(isPresent ? Text(found!.Type, found.Shape) : "none")}";
    }

    private static string Text(ScalarType type, IEnumerable<long> shape) => $"{type} [{string.Join(", ", shape)}]";
}
