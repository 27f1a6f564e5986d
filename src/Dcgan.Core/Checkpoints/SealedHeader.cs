using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Dcgan.Core;

/// <summary>
/// A file's beginning as its digest covers it. The digest is of the whole file, and stands in the file itself; so it is taken
/// with zeros in its own place.
/// </summary>
internal static class SealedHeader
{
    /// <summary>Everything before the data, with zeros for the digest.</summary>
    /// <param name="file">Open, with a checked header.</param>
    /// <param name="dataStart">Where the data begins.</param>
    /// <param name="path">For messages.</param>
    /// <param name="key">The digest's key in the metadata.</param>
    /// <param name="digest">The digest.</param>
    /// <exception cref="CheckpointException">The digest does not stand there as this library writes it.</exception>
    internal static byte[] Read(SafeFileHandle file, long dataStart, string path, string key, string digest)
    {
        byte[] bytes = GC.AllocateUninitializedArray<byte>(checked((int)dataStart));
        FileBytes.ReadExactly(file, bytes, 0, path);
        byte[] text = Encoding.UTF8.GetBytes($"\"{key}\":\"{digest}\"");
        int found = bytes.AsSpan().IndexOf(text);
        if (digest.Length != DataDigest.TextLength || found < 0)
        {
            throw new CheckpointException(path, null, $"the metadata's {QuotedText.Of(key)} is not a digest as this library writes it.");
        }

        bytes.AsSpan(found + text.Length - 1 - digest.Length, digest.Length).Fill((byte)'0');
        return bytes;
    }
}
