using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>A tensor as a checkpoint should have it.</summary>
/// <param name="Name">In the file.</param>
/// <param name="Type">Of its elements.</param>
/// <param name="Shape">Its sizes.</param>
/// <param name="IsRequired">Whether it must be there at all.</param>
internal sealed record ExpectedTensor(string Name, ScalarType Type, long[] Shape, bool IsRequired = true);
