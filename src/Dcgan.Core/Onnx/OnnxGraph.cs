using static Dcgan.Core.TensorProto.Types;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>An ONNX graph as it is built, node by node. Values are known by their names; a node has its output's.</summary>
/// <param name="name">Of the graph.</param>
/// <param name="initializers">Makes its constants.</param>
internal sealed class OnnxGraph(string name, OnnxInitializers initializers)
{
    private const string CastSuffix = ".float32";

    internal GraphProto Graph { get; } = new() { Name = name };

    /// <summary>Declares what enters: float32 of the batch axis and then these sizes.</summary>
    internal string Input(string value, string meaning, params IEnumerable<long> sizes)
    {
        Graph.Input.Add(Value(value, meaning, DataType.Float, sizes));
        return value;
    }

    /// <summary>Declares whole numbers that enter, one for each row of the batch: int64.</summary>
    internal string InputOfNumbers(string value, string meaning)
    {
        Graph.Input.Add(Value(value, meaning, DataType.Int64, []));
        return value;
    }

    /// <summary>Declares that a value leaves.</summary>
    internal void Output(string value, string meaning, params IEnumerable<long> sizes) => Graph.Output.Add(Value(value, meaning, DataType.Float, sizes));

    /// <summary>Adds a node.</summary>
    /// <param name="operation">ONNX's name for what it does.</param>
    /// <param name="output">Names the value that it makes.</param>
    /// <param name="inputs">Values made before.</param>
    /// <param name="attributes">What else it is told.</param>
    /// <returns>The output's name.</returns>
    internal string Apply(string operation, string output, IEnumerable<string> inputs, params IEnumerable<AttributeProto> attributes)
    {
        Graph.Node.Add(new NodeProto { OpType = operation, Name = output, Input = { inputs }, Output = { output }, Attribute = { attributes } });
        return output;
    }

    /// <summary>Adds a weight, which is float32 to those who use it however the file holds it.</summary>
    internal string Weight(string value, Tensor weight)
    {
        TensorProto constant = initializers.OfWeight(value, weight);
        Graph.Initializer.Add(constant);
        return constant.DataType == (int)DataType.Float
            ? value
            : Apply("Cast", value + CastSuffix, [value], OnnxAttribute.Of("to", (long)DataType.Float));
    }

    /// <summary>Adds sizes or axes.</summary>
    internal string Numbers(string value, params ReadOnlySpan<long> numbers)
    {
        Graph.Initializer.Add(initializers.OfNumbers(value, numbers));
        return value;
    }

    /// <summary>Adds a number.</summary>
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
