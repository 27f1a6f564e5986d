using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>A tensor that a file should hold.</summary>
/// <param name="Name">The name in the file.</param>
/// <param name="Type">The element type.</param>
/// <param name="Shape">The shape.</param>
/// <param name="IsRequired">Whether the file must hold the tensor.</param>
internal sealed record ExpectedTensor(string Name, ScalarType Type, long[] Shape, bool IsRequired = true)
{
    internal static ExpectedTensor Of(StateEntry entry) => new(entry.Name, entry.Type, entry.Shape, entry.IsRequired);
}
