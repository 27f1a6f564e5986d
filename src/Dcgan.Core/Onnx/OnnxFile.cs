using Google.Protobuf;

namespace Dcgan.Core;

/// <summary>An ONNX file: a graph with metadata about the network and this library.</summary>
/// <param name="graph">The graph of the network.</param>
/// <param name="description">One sentence for users of model viewers.</param>
/// <param name="network">Name that the network has in checkpoints.</param>
/// <param name="options">Options of the network, as JSON.</param>
/// <param name="statistics">Statistics of batch normalization.</param>
internal sealed class OnnxFile(OnnxGraph graph, string description, string network, string options, SamplingStatistics statistics)
{
    /// <summary>Size of the pieces in which a weight is written, in bytes.</summary>
    private const int PieceLength = 1 << 20;

    /// <summary>Writes the file atomically.</summary>
    /// <exception cref="CheckpointException">The file cannot be written. An existing file has not changed.</exception>
    internal void Write(string path)
    {
        ModelProto message = Message();
        AtomicFile.Write(path, stream =>
        {
            using var output = new CodedOutputStream(stream, PieceLength);
            message.WriteTo(output);
        });
    }

    private ModelProto Message() => new()
    {
        IrVersion = OnnxFormat.IrVersion,
        OpsetImport = { new OperatorSetIdProto { Domain = string.Empty, Version = OnnxFormat.Opset } },
        ProducerName = OnnxFormat.Producer,
        ProducerVersion = CheckpointMetadata.LibraryVersion,
        DocString = description,
        Graph = graph.Graph,
        MetadataProps =
        {
            Entry(OnnxFormat.VersionKey, OnnxFormat.Version),
            Entry(OnnxFormat.LibraryKey, CheckpointMetadata.LibraryVersion),
            Entry(OnnxFormat.NetworkKey, network),
            Entry(OnnxFormat.OptionsKey, options),
            Entry(OnnxFormat.StatisticsKey, statistics.ToString()),
        },
    };

    private static StringStringEntryProto Entry(string key, string value) => new() { Key = key, Value = value };
}
