using Google.Protobuf;
using Microsoft.Win32.SafeHandles;

namespace Dcgan.Core;

/// <summary>A graph as a file: with what it is, what made it, and what it was made of.</summary>
/// <param name="Graph">The computation.</param>
/// <param name="Meaning">One sentence for those who open it in a viewer.</param>
/// <param name="Network">Which of the two networks.</param>
/// <param name="Options">The network's own, as JSON.</param>
/// <param name="Statistics">What it normalises by.</param>
internal sealed record OnnxModel(OnnxGraph Graph, string Meaning, string Network, string Options, SamplingStatistics Statistics)
{
    /// <summary>A weight is handed to the file in pieces of this many bytes.</summary>
    private const int PieceLength = 1 << 20;

    /// <summary>Writes the file, all of it or nothing.</summary>
    /// <exception cref="CheckpointException">It cannot be written; what was there is unchanged.</exception>
    internal void Write(string path)
    {
        ModelProto message = Message();
        AtomicFile.Write(path, file =>
        {
            // The handle stays the caller's, which flushes it to the disk.
            using var handle = new SafeFileHandle(file.DangerousGetHandle(), ownsHandle: false);
            using var stream = new FileStream(handle, FileAccess.Write, bufferSize: 0);
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
        DocString = Meaning,
        Graph = Graph.Graph,
        MetadataProps =
        {
            Entry(OnnxFormat.VersionKey, OnnxFormat.Version),
            Entry(OnnxFormat.LibraryKey, CheckpointMetadata.LibraryVersion),
            Entry(OnnxFormat.NetworkKey, Network),
            Entry(OnnxFormat.OptionsKey, Options),
            Entry(OnnxFormat.StatisticsKey, Statistics.ToString()),
        },
    };

    private static StringStringEntryProto Entry(string key, string value) => new() { Key = key, Value = value };
}
