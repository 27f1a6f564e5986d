using System.Text;

namespace FaceService.Tests.Model;

/// <summary>A minimal writer for Protocol Buffers messages, sufficient for small ONNX files.</summary>
internal sealed class Protobuf
{
    private const int Varint = 0;
    private const int Delimited = 2;

    private readonly List<byte> bytes = [];

    public Protobuf Number(int field, long value)
    {
        WriteVarint(((ulong)field << 3) | Varint);
        WriteVarint((ulong)value);
        return this;
    }

    public Protobuf Text(int field, string value) => Bytes(field, Encoding.UTF8.GetBytes(value));

    public Protobuf Message(int field, Protobuf value) => Bytes(field, value.ToArray());

    public Protobuf Bytes(int field, byte[] value)
    {
        WriteVarint(((ulong)field << 3) | Delimited);
        WriteVarint((ulong)value.Length);
        bytes.AddRange(value);
        return this;
    }

    public byte[] ToArray() => [.. bytes];

    private void WriteVarint(ulong value)
    {
        const ulong LowBits = 0x7F;
        for (; value > LowBits; value >>= 7)
        {
            bytes.Add((byte)((value & LowBits) | (LowBits + 1)));
        }

        bytes.Add((byte)value);
    }
}
