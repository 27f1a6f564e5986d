using System.Runtime.InteropServices;
using Google.Protobuf;
using TorchSharp;
using static Dcgan.Core.TensorProto.Types;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>Converts tensors to constants of a model. Rejects tensors that a model cannot hold.</summary>
/// <param name="path">Path of the file, for messages.</param>
/// <param name="weights">Element type of the weights in the file.</param>
/// <param name="mostBytes">Largest total size of the constants, in bytes.</param>
internal sealed class OnnxInitializers(string path, OnnxWeights weights, long mostBytes = OnnxInitializers.MostBytes)
{
    /// <summary>A protobuf message holds at most 2 GB. Names, nodes and metadata take far less than the remaining 1 MB.</summary>
    internal const long MostBytes = int.MaxValue - (1 << 20);

    private const float LargestHalf = 65504;

    private long total;

    /// <summary>Converts a weight to a constant.</summary>
    /// <param name="name">Name in the file.</param>
    /// <param name="value">A tensor of any floating-point type and memory format, on any device.</param>
    /// <exception cref="CheckpointException">
    /// A value is not finite or too large for float16, or the file would be too large.
    /// </exception>
    internal TensorProto OfWeight(string name, Tensor value)
    {
        bool halves = weights == OnnxWeights.Float16;
        Count(value.numel() * (halves ? sizeof(ushort) : sizeof(float)));

        using DisposeScope scope = NewDisposeScope();
        Tensor plain = value.detach().to(float32, CPU).contiguous();
        CheckNumbers(name, plain);
        return Of(name, halves ? DataType.Float16 : DataType.Float, plain.Sizes(), (halves ? plain.to(float16) : plain).bytes);
    }

    /// <summary>Creates an int64 constant of sizes, axes or other integers.</summary>
    internal TensorProto OfNumbers(string name, params ReadOnlySpan<long> values)
    {
        Count(values.Length * sizeof(long));
        return Of(name, DataType.Int64, [values.Length], MemoryMarshal.AsBytes(values));
    }

    /// <summary>Creates a scalar constant, which is float32 in every model.</summary>
    internal TensorProto OfScalar(string name, float value)
    {
        Count(sizeof(float));
        return Of(name, DataType.Float, [], MemoryMarshal.AsBytes(new ReadOnlySpan<float>(in value)));
    }

    /// <remarks>The message wraps the array, so there is only one copy in managed memory.</remarks>
    private static TensorProto Of(string name, DataType type, long[] shape, ReadOnlySpan<byte> bytes) => new()
    {
        Name = name,
        DataType = (int)type,
        Dims = { shape },
        RawData = UnsafeByteOperations.UnsafeWrap(bytes.ToArray()),
    };

    /// <summary>Checks the total size, before the bytes are copied.</summary>
    private void Count(long bytes)
    {
        total += bytes;
        if (total > mostBytes)
        {
            string advice = weights == OnnxWeights.Float32 ? $"; {nameof(OnnxWeights.Float16)} halves their size" : string.Empty;
            throw new CheckpointException(path, null, $"cannot be written: an ONNX file holds at most 2 GB, and the weights take more{advice}.");
        }
    }

    private void CheckNumbers(string name, Tensor values)
    {
        if (!values.isfinite().all().item<bool>())
        {
            throw new CheckpointException(path, name, "cannot be exported: it has values that are not finite.");
        }

        if (weights == OnnxWeights.Float16 && values.abs().max().item<float>() is float largest and > LargestHalf)
        {
            throw new CheckpointException(
                path, name, FormattableString.Invariant($"cannot be exported as float16: it has a value of magnitude {largest}, but the largest float16 is {LargestHalf}."));
        }
    }
}
