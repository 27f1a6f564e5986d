using FaceService.Tests.Model;

namespace TrainFaces.Tests.Measuring;

/// <summary>An ONNX file whose output is a function of its input image, by default the mean of each channel.</summary>
internal sealed record TinyImageModel
{
    public const int Float = 1;
    public const int Double = 11;

    /// <summary>The sizes of the input; 0 for a size that is left open.</summary>
    public IReadOnlyList<int> Input { get; init; } = [0, 3, 4, 4];

    public string Operation { get; init; } = "GlobalAveragePool";

    public int ElementType { get; init; } = Float;

    public int Outputs { get; init; } = 1;

    public byte[] ToArray()
    {
        var graph = new Protobuf();
        for (int output = 0; output < Outputs; output++)
        {
            graph.Message(1, new Protobuf().Text(1, "image").Text(2, $"output{output}").Text(4, Operation));
        }

        graph.Text(2, "tiny").Message(11, Value("image", Shape()));
        for (int output = 0; output < Outputs; output++)
        {
            graph.Message(12, Value($"output{output}", null));
        }

        return new Protobuf().Number(1, 8).Message(7, graph).Message(8, new Protobuf().Text(1, string.Empty).Number(2, 17)).ToArray();
    }

    private Protobuf Shape()
    {
        var shape = new Protobuf();
        foreach (int size in Input)
        {
            shape.Message(1, size == 0 ? new Protobuf().Text(2, "N") : new Protobuf().Number(1, size));
        }

        return shape;
    }

    private Protobuf Value(string name, Protobuf? shape)
    {
        var type = new Protobuf().Number(1, ElementType);
        return new Protobuf().Text(1, name).Message(2, new Protobuf().Message(1, shape is null ? type : type.Message(2, shape)));
    }
}
