using System.Runtime.InteropServices;

namespace FaceService.Tests.Model;

/// <summary>
/// An ONNX file with a minimal generator: images = reshape(latents x weight), negated as often as the largest latent says, rounded
/// down to an integer. With classes, each class adds its own number to all pixels. Tests change properties to make it invalid.
/// </summary>
internal sealed record TinyOnnx
{
    private const int FloatType = 1;
    private const int IntegerType = 7;
    private const int BooleanType = 9;
    private const int IntegerAttribute = 2;
    private const int GraphAttribute = 5;

    public int LatentSize { get; init; } = 2;

    /// <summary>Image shape: channels, height, width.</summary>
    public IReadOnlyList<int> Image { get; init; } = [1, 4, 4];

    public float Weight { get; init; } = 0.1f;

    /// <summary>The number that each class adds to the pixels. Empty for a model without the input labels.</summary>
    public IReadOnlyList<float> ClassLevels { get; init; } = [];

    /// <summary>The element type of the labels.</summary>
    public int LabelType { get; init; } = IntegerType;

    public string Input { get; init; } = "latents";

    public string Output { get; init; } = "images";

    public string Options { get; init; } = """{"latent_size": 2, "latent_distribution": "Uniform"}""";

    /// <summary>Metadata entries to replace, or to remove if the value is null.</summary>
    public IReadOnlyDictionary<string, string?> MetadataChanges { get; init; } = new Dictionary<string, string?>();

    public byte[] ToArray()
    {
        int pixels = Image.Aggregate(1, (product, size) => product * size);
        float[] weight = [.. Enumerable.Repeat(Weight, LatentSize * pixels)];
        long[] shape = [-1, .. Image.Select(size => (long)size)];
        var graph = new Protobuf();
        AddPixels(graph, pixels);
        graph
            .Message(1, Node("ReduceMax", [Input], "largest", Attribute("keepdims", 0)))
            .Message(1, Node("Cast", ["largest"], "times", Attribute("to", IntegerType)))
            .Message(1, Node("Loop", ["times", "", "flat"], "negated", Attribute("body", Negation())))
            .Message(1, Node("Reshape", ["negated", "shape"], Output))
            .Text(2, "tiny")
            .Message(5, Tensor("weight", FloatType, [LatentSize, pixels], MemoryMarshal.AsBytes<float>(weight)))
            .Message(5, Tensor("shape", IntegerType, [shape.Length], MemoryMarshal.AsBytes<long>(shape)))
            .Message(12, Value(Output, FloatType, [.. Image]));
        Protobuf model = new Protobuf()
            .Number(1, 8)
            .Message(7, graph)
            .Message(8, new Protobuf().Text(1, "").Number(2, 17));
        foreach ((string key, string value) in Metadata())
        {
            model.Message(14, new Protobuf().Text(1, key).Text(2, value));
        }

        return model.ToArray();
    }

    /// <summary>Adds the inputs, and the nodes that compute "flat", [N, pixels], from them.</summary>
    private void AddPixels(Protobuf graph, int pixels)
    {
        graph.Message(11, Value(Input, FloatType, LatentSize));
        if (ClassLevels.Count == 0)
        {
            graph.Message(1, Node("MatMul", [Input, "weight"], "flat"));
            return;
        }

        float[] levels = [.. ClassLevels.SelectMany(level => Enumerable.Repeat(level, pixels))];
        graph
            .Message(11, Value("labels", LabelType))
            .Message(5, Tensor("levels", FloatType, [ClassLevels.Count, pixels], MemoryMarshal.AsBytes<float>(levels)))
            .Message(1, Node("MatMul", [Input, "weight"], "product"))
            .Message(1, Node("Gather", ["levels", "labels"], "level"))
            .Message(1, Node("Add", ["product", "level"], "flat"));
    }

    private Dictionary<string, string> Metadata()
    {
        var entries = new Dictionary<string, string>
        {
            ["dcgan.format_version"] = "1",
            ["dcgan.network"] = "generator",
            ["dcgan.library_version"] = "1.2.3",
            ["dcgan.options"] = Options,
            ["dcgan.statistics"] = "Running",
        };
        foreach ((string key, string? value) in MetadataChanges)
        {
            entries.Remove(key);
            if (value is not null)
            {
                entries.Add(key, value);
            }
        }

        return entries;
    }

    /// <summary>The body of a loop: continues always, and negates its value.</summary>
    private static Protobuf Negation() => new Protobuf()
        .Message(1, Node("Identity", ["continue"], "continues"))
        .Message(1, Node("Neg", ["value"], "result"))
        .Text(2, "negation")
        .Message(11, Scalar("iteration", IntegerType))
        .Message(11, Scalar("continue", BooleanType))
        .Message(11, Untyped("value"))
        .Message(12, Scalar("continues", BooleanType))
        .Message(12, Untyped("result"));

    private static Protobuf Attribute(string name, long value) =>
        new Protobuf().Text(1, name).Number(3, value).Number(20, IntegerAttribute);

    private static Protobuf Attribute(string name, Protobuf graph) =>
        new Protobuf().Text(1, name).Message(6, graph).Number(20, GraphAttribute);

    private static Protobuf Node(string operation, string[] inputs, string output, params Protobuf[] attributes)
    {
        var node = new Protobuf();
        foreach (string input in inputs)
        {
            node.Text(1, input);
        }

        node.Text(2, output).Text(3, operation).Text(4, operation);
        foreach (Protobuf attribute in attributes)
        {
            node.Message(5, attribute);
        }

        return node;
    }

    private static Protobuf Tensor(string name, int type, int[] sizes, ReadOnlySpan<byte> data)
    {
        var tensor = new Protobuf();
        foreach (int size in sizes)
        {
            tensor.Number(1, size);
        }

        return tensor.Number(2, type).Text(8, name).Bytes(9, data.ToArray());
    }

    private static Protobuf Scalar(string name, int type) =>
        new Protobuf().Text(1, name).Message(2, new Protobuf().Message(1, new Protobuf().Number(1, type).Message(2, new Protobuf())));

    private static Protobuf Untyped(string name) =>
        new Protobuf().Text(1, name).Message(2, new Protobuf().Message(1, new Protobuf().Number(1, FloatType)));

    private static Protobuf Value(string name, int type, params int[] sizes)
    {
        Protobuf shape = new Protobuf().Message(1, new Protobuf().Text(2, "N"));
        foreach (int size in sizes)
        {
            shape.Message(1, new Protobuf().Number(1, size));
        }

        return new Protobuf().Text(1, name).Message(2, new Protobuf().Message(1, new Protobuf().Number(1, type).Message(2, shape)));
    }
}
