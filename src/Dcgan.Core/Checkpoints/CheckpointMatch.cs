using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>Holds a file's tensors against those that are expected, before any value changes.</summary>
internal static class CheckpointMatch
{
    /// <summary>More than the tensors of any two runs of usual depths; a hostile file may have any number.</summary>
    private const int MostListed = 500;

    /// <summary>What is missing, or of another type or shape.</summary>
    internal static IEnumerable<string> Faults(IEnumerable<ExpectedTensor> expected, SafetensorsFile file) =>
        expected.Select(tensor => Fault(tensor, file)).OfType<string>();

    /// <summary>What is there and was not expected.</summary>
    internal static IEnumerable<string> Strangers(IEnumerable<ExpectedTensor> expected, SafetensorsFile file)
    {
        HashSet<string> names = [.. expected.Select(tensor => tensor.Name)];
        return file.Tensors
            .Where(tensor => !names.Contains(tensor.Name))
            .Select(tensor => $"{QuotedText.Of(tensor.Name)}: expected none but found {Text(tensor.Type, tensor.Shape)}");
    }

    /// <exception cref="CheckpointException">There are differences; it lists each.</exception>
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
        bool isThere = file.TryGet(expected.Name, out SafetensorsTensor? found);
        if (isThere ? found!.Type == expected.Type && found.Shape.SequenceEqual(expected.Shape) : !expected.IsRequired)
        {
            return null;
        }

        return $"{expected.Name}: expected {Text(expected.Type, expected.Shape)} but found {(isThere ? Text(found!.Type, found.Shape) : "none")}";
    }

    private static string Text(ScalarType type, IEnumerable<long> shape) => $"{type} [{string.Join(", ", shape)}]";
}
