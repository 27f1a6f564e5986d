using Microsoft.Win32.SafeHandles;

namespace Dcgan.Core.Safetensors;

/// <summary>Reads bytes at an offset of a file directly into the caller's memory.</summary>
internal static class FileBytes
{
    /// <summary>Fills a span with the bytes that start at an offset.</summary>
    /// <exception cref="CheckpointException">The file ends too early: it was truncated after its size was read.</exception>
    internal static void ReadExactly(SafeFileHandle file, Span<byte> bytes, long offset, string path)
    {
        while (!bytes.IsEmpty)
        {
            int count = RandomAccess.Read(file, bytes, offset);
            if (count == 0)
            {
                throw new CheckpointException(path, null, $"the file ends at byte {offset}: it was truncated while it was being read.");
            }

            bytes = bytes[count..];
            offset += count;
        }
    }
}
