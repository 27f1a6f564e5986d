using Microsoft.Win32.SafeHandles;

namespace Dcgan.Core;

/// <summary>A file's bytes, read at a place of its own choosing, straight to where they are wanted.</summary>
internal static class FileBytes
{
    /// <exception cref="CheckpointException">The file ends first: somebody has shortened it since its size was taken.</exception>
    internal static void ReadExactly(SafeFileHandle file, Span<byte> bytes, long offset, string path)
    {
        while (!bytes.IsEmpty)
        {
            int count = RandomAccess.Read(file, bytes, offset);
            if (count == 0)
            {
                throw new CheckpointException(path, null, $"the file ended at byte {offset} while it was read.");
            }

            bytes = bytes[count..];
            offset += count;
        }
    }
}
