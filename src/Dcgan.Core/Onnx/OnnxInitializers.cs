using System.Runtime.InteropServices;
using Google.Protobuf;
using TorchSharp;
using static Dcgan.Core.TensorProto.Types;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>Turns tensors into a model's constants, and refuses those that a model cannot hold.</summary>
/// <param name="path">Of the file, for messages.</param>
/// <param name="weights">How it holds weights.</param>
/// <param name="mostBytes">What the constants may take together.</param>
internal sealed class OnnxInitializers(string path, OnnxWeights weights, long mostBytes = OnnxInitializers.MostBytes)
{
    /// <summary>A message of protobuf ends at 2 GB. Names, nodes and metadata are far below the 1 MB that is left to them.</summary>
    internal const long MostBytes = int.MaxValue - (1 << 20);

    private const float LargestHalf = 65504;

    private long total;

    /// <summary>A weight, copied as it is now.</summary>
    /// <param name="name">In the file.</param>
    /// <param name="value">Of any floating-point type, layout and device.</param>
    /// <exception cref="CheckpointException">It is not finite, too large for float16, or the file would be too large.</exception>
    internal TensorProto OfWeight(string name, Tensor value)
    {
        bool halves = weights == OnnxWeights.Float16;
        Count(value.numel() * (halves ? sizeof(ushort) : sizeof(float)));

        using DisposeScope scope = NewDisposeScope();
        Tensor plain = value.detach().to(float32, CPU).contiguous();
        CheckNumbers(name, plain);
        return Of(name, halves ? DataType.Float16 : DataType.Float, plain.shape, (halves ? plain.to(float16) : plain).bytes);
    }

    /// <summary>Sizes, axes and other whole numbers.</summary>
    internal TensorProto OfNumbers(string name, params ReadOnlySpan<long> values)
    {
        Count(values.Length * sizeof(long));
        return Of(name, DataType.Int64, [values.Length], MemoryMarshal.AsBytes(values));
    }

    /// <summary>A number that is no weight, and is float32 in every model.</summary>
    internal TensorProto OfScalar(string name, float value)
    {
        Count(sizeof(float));
        return Of(name, DataType.Float, [], MemoryMarshal.AsBytes(new ReadOnlySpan<float>(in value)));
    }

    /// <remarks>The one copy in managed memory is the message's own.</remarks>
    private static TensorProto Of(string name, DataType type, long[] shape, ReadOnlySpan<byte> bytes) => new()
    {
        Name = name,
        DataType = (int)type,
        Dims = { shape },
        RawData = UnsafeByteOperations.UnsafeWrap(bytes.ToArray()),
    };

    /// <summary>Before anything is copied.</summary>
    private void Count(long bytes)
    {
        total += bytes;
        if (total > mostBytes)
        {
            string advice = weights == OnnxWeights.Float32 ? $"; {nameof(OnnxWeights.Float16)} halves them" : string.Empty;
            throw new CheckpointException(path, null, $"cannot be written: an ONNX file holds at most 2 GB, and the weights take more{advice}.");
        }
    }

    private void CheckNumbers(string name, Tensor values)
    {
        if (!values.isfinite().all().item<bool>())
        {
            throw new CheckpointException(path, name, "cannot be exported: it has numbers that are not finite.");
        }

        if (weights == OnnxWeights.Float16 && values.abs().max().item<float>() is float largest and > LargestHalf)
        {
            throw new CheckpointException(
                path, name, FormattableString.Invariant($"cannot be float16: it has a number of magnitude {largest}, and float16 ends at {LargestHalf}."));
        }
    }
}
