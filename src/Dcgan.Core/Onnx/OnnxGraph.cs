using static Dcgan.Core.TensorProto.Types;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>Builds an ONNX graph node by node. Values are referenced by name; a node has the name of its output.</summary>
/// <param name="name">Name of the graph.</param>
/// <param name="initializers">Converts tensors to constants of the graph.</param>
internal sealed class OnnxGraph(string name, OnnxInitializers initializers)
{
    private const string CastSuffix = ".float32";

    internal GraphProto Graph { get; } = new() { Name = name };

    /// <summary>Declares a float32 input with the batch axis followed by the given sizes.</summary>
    internal string Input(string value, string meaning, params IEnumerable<long> sizes)
    {
        Graph.Input.Add(Value(value, meaning, DataType.Float, sizes));
        return value;
    }

    /// <summary>Declares an int64 input with one number per row of the batch.</summary>
    internal string InputOfNumbers(string value, string meaning)
    {
        Graph.Input.Add(Value(value, meaning, DataType.Int64, []));
        return value;
    }

    /// <summary>Declares a value as a float32 output with the batch axis followed by the given sizes.</summary>
    internal void Output(string value, string meaning, params IEnumerable<long> sizes) => Graph.Output.Add(Value(value, meaning, DataType.Float, sizes));

    /// <summary>Adds a node.</summary>
    /// <param name="operation">Name of the ONNX operator.</param>
    /// <param name="output">Name of the output.</param>
    /// <param name="inputs">Names of the inputs, which earlier nodes or constants define.</param>
    /// <param name="attributes">Attributes of the operator.</param>
    /// <returns><paramref name="output"/>.</returns>
    internal string Apply(string operation, string output, IEnumerable<string> inputs, params IEnumerable<AttributeProto> attributes)
    {
        Graph.Node.Add(new NodeProto { OpType = operation, Name = output, Input = { inputs }, Output = { output }, Attribute = { attributes } });
        return output;
    }

    /// <summary>Adds a weight. Nodes receive it as float32, regardless of its element type in the file.</summary>
    internal string Weight(string value, Tensor weight)
    {
        TensorProto constant = initializers.OfWeight(value, weight);
        Graph.Initializer.Add(constant);
        return constant.DataType == (int)DataType.Float
            ? value
            : Apply("Cast", value + CastSuffix, [value], OnnxAttribute.Of("to", (long)DataType.Float));
    }

    /// <summary>Adds an int64 constant of sizes or axes.</summary>
    internal string Numbers(string value, params ReadOnlySpan<long> numbers)
    {
        Graph.Initializer.Add(initializers.OfNumbers(value, numbers));
        return value;
    }

    /// <summary>Adds a float32 scalar constant.</summary>
    internal string Scalar(string value, double number)
    {
        Graph.Initializer.Add(initializers.OfScalar(value, (float)number));
        return value;
    }

    private static ValueInfoProto Value(string name, string meaning, DataType type, IEnumerable<long> sizes) => new()
    {
        Name = name,
        DocString = meaning,
        Type = new TypeProto
        {
            TensorType = new TypeProto.Types.Tensor
            {
                ElemType = (int)type,
                Shape = new TensorShapeProto
                {
                    Dim =
                    {
                        new TensorShapeProto.Types.Dimension { DimParam = OnnxFormat.BatchAxis },
                        sizes.Select(size => new TensorShapeProto.Types.Dimension { DimValue = size }),
                    },
                },
            },
        },
    };
}
