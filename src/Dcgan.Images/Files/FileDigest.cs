using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Dcgan.Images.Files;

/// <summary>
/// Tells sets of files apart without reading all of them: a SHA-256 of the sizes of all files and the content of up to 63, spread over the set. With names and
/// times, which a copy does not keep, it also tells a set from its later state.
/// </summary>
internal static class FileDigest
{
    private const int MaxRead = 32;

    /// <param name="prefix">What else to tell apart.</param>
    /// <param name="store">The files.</param>
    /// <param name="withNamesAndTimes">Whether the names of the files and their times of change, or checksums, count.</param>
    /// <param name="stop">Cancels the work.</param>
    /// <returns>32 bytes.</returns>
    public static byte[] Of(string prefix, IFileStore store, bool withNamesAndTimes, CancellationToken stop)
    {
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        digest.AppendData(Encoding.UTF8.GetBytes(prefix));
        Span<byte> number = stackalloc byte[sizeof(long)];
        for (int index = 0; index < store.Names.Count; index++)
        {
            stop.ThrowIfCancellationRequested();
            (long length, long change) = Stamp(store, index);
            if (withNamesAndTimes)
            {
                digest.AppendData(Encoding.UTF8.GetBytes('\0' + store.Names[index] + '\0'));
            }

            BinaryPrimitives.WriteInt64LittleEndian(number, length);
            digest.AppendData(number);
            if (withNamesAndTimes)
            {
                BinaryPrimitives.WriteInt64LittleEndian(number, change);
                digest.AppendData(number);
            }
        }

        // An archive may have set all times to the same, and some formats have files of one size.
        int distance = Math.Max(1, store.Names.Count / MaxRead);
        for (int index = 0; index < store.Names.Count; index += distance)
        {
            stop.ThrowIfCancellationRequested();
            digest.AppendData(Content(store, index));
        }

        return digest.GetHashAndReset();
    }

    // A file that cannot be read is skipped later, with a warning, when it is decoded.
    private static (long Length, long Change) Stamp(IFileStore store, int index)
    {
        try
        {
            return store.Stamp(index);
        }
        catch (Exception error) when (UnreadableFile.IsCause(error))
        {
            return (-1, 0);
        }
    }

    private static byte[] Content(IFileStore store, int index)
    {
        try
        {
            return store.Read(index);
        }
        catch (Exception error) when (UnreadableFile.IsCause(error))
        {
            return [];
        }
    }
}
