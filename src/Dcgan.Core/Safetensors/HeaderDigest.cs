using System.Security.Cryptography;
using System.Text;

namespace Dcgan.Core.Safetensors;

/// <summary>
/// Inserts and verifies the SHA-256 of a file's header. The header contains both its own digest and the data's digest, so its
/// digest is computed with zeros in place of both.
/// </summary>
internal static class HeaderDigest
{
    /// <summary>Computes the digest of a header whose digests are still zeros, and writes it into the header.</summary>
    internal static void Insert(Span<byte> header, DigestKeys keys)
    {
        string digest = Convert.ToHexStringLower(SHA256.HashData(header));
        Encoding.ASCII.GetBytes(digest, Find(header, keys.Header, DataDigest.Zeros)!.Value.Of(header));
    }

    /// <summary>Returns whether a header is unchanged since it was written.</summary>
    /// <param name="header">All bytes before the data. Its digests are overwritten with zeros.</param>
    /// <param name="keys">The keys of both digests.</param>
    /// <param name="headerDigest">The header's digest from the metadata.</param>
    /// <param name="dataDigest">The data's digest from the metadata.</param>
    internal static bool Verify(Span<byte> header, DigestKeys keys, string headerDigest, string dataDigest)
    {
        if (Find(header, keys.Header, headerDigest) is not Extent ofHeader || Find(header, keys.Data, dataDigest) is not Extent ofData)
        {
            return false;
        }

        ofHeader.Of(header).Fill((byte)'0');
        ofData.Of(header).Fill((byte)'0');
        return CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(Convert.ToHexStringLower(SHA256.HashData(header))), Encoding.UTF8.GetBytes(headerDigest));
    }

    /// <summary>
    /// Finds a digest in the exact form in which this library writes it; null if the header does not contain it.
    /// </summary>
    private static Extent? Find(ReadOnlySpan<byte> header, string key, string digest)
    {
        byte[] before = Encoding.UTF8.GetBytes($"\"{key}\":\"");
        byte[] text = [.. before, .. Encoding.UTF8.GetBytes(digest), (byte)'"'];
        int found = digest.Length == DataDigest.TextLength ? header.IndexOf(text) : -1;
        return found < 0 ? null : new Extent(found + before.Length, DataDigest.TextLength);
    }

    private readonly record struct Extent(int Start, int Length)
    {
        internal Span<byte> Of(Span<byte> bytes) => bytes.Slice(Start, Length);
    }
}
