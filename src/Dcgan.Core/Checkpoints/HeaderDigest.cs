using System.Security.Cryptography;
using System.Text;

namespace Dcgan.Core;

/// <summary>
/// The digest of a file's header, which stands in that header itself, as does the digest of the data: it is taken with zeros
/// in both places.
/// </summary>
internal static class HeaderDigest
{
    /// <summary>Of a header whose digests are zeros still: puts the header's own in its place.</summary>
    internal static void Insert(Span<byte> header, DigestKeys keys)
    {
        string digest = Convert.ToHexStringLower(SHA256.HashData(header));
        Encoding.ASCII.GetBytes(digest, Place(header, keys.Header, DataDigest.Zeros)!.Value.Of(header));
    }

    /// <summary>Whether a header is as it was written.</summary>
    /// <param name="header">Everything before the data. Its digests become zeros.</param>
    /// <param name="keys">Of both digests.</param>
    /// <param name="headerDigest">The header's, as its metadata has it.</param>
    /// <param name="dataDigest">The data's, likewise.</param>
    internal static bool Verify(Span<byte> header, DigestKeys keys, string headerDigest, string dataDigest)
    {
        if (Place(header, keys.Header, headerDigest) is not Extent ofHeader || Place(header, keys.Data, dataDigest) is not Extent ofData)
        {
            return false;
        }

        ofHeader.Of(header).Fill((byte)'0');
        ofData.Of(header).Fill((byte)'0');
        return CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(Convert.ToHexStringLower(SHA256.HashData(header))), Encoding.UTF8.GetBytes(headerDigest));
    }

    /// <summary>Where a digest stands, if it stands there as this library writes it.</summary>
    private static Extent? Place(ReadOnlySpan<byte> header, string key, string digest)
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
