using Dcgan.Core.Safetensors;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>Compares the tensors of a file with the expected tensors, before any value changes.</summary>
internal static class CheckpointMatch
{
    /// <summary>
    /// The largest number of differences listed. Options and optimizers come first in a list, and they are usually the cause of the
    /// differences between tensors.
    /// </summary>
    private const int MostListed = 8;

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

    /// <exception cref="CheckpointException">There are differences; the message lists the first of them.</exception>
    internal static void ThrowIfAny(string path, string what, IEnumerable<string> differences)
    {
        var listed = new List<string>();
        int more = 0;
        foreach (string difference in differences)
        {
            if (listed.Count < MostListed)
            {
                listed.Add(difference);
            }
            else
            {
                more++;
            }
        }

        if (listed.Count > 0)
        {
            string rest = more > 0 ? $"; and {more} more" : string.Empty;
            throw new CheckpointException(path, null, $"does not fit {what}. {string.Join("; ", listed)}{rest}.");
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
