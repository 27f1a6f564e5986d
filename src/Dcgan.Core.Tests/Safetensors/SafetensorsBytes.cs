using System.Buffers.Binary;
using System.Text;

namespace Dcgan.Core.Tests.Safetensors;

/// <summary>Builds the bytes of safetensors files from their parts, without the library.</summary>
internal static class SafetensorsBytes
{
    internal static byte[] Of(string header, int dataLength) => Of(Encoding.UTF8.GetBytes(header), new byte[dataLength]);

    internal static byte[] Of(byte[] header, byte[] data)
    {
        byte[] length = new byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)header.Length);
        return [.. length, .. header, .. data];
    }

    internal static string Entry(string dtype, string shape, string offsets) =>
        $$"""{"dtype":"{{dtype}}","shape":{{shape}},"data_offsets":{{offsets}}}""";
}
