using System.Security.Cryptography;
using System.Text;
using TorchSharp;

namespace Dcgan.Core;

/// <summary>
/// SHA-256 over pieces of tensors, one behind: while a piece is hashed on another thread, its caller reads or writes. Not
/// for several threads.
/// </summary>
internal sealed class DataDigest : IDisposable
{
    /// <summary>Of a digest's text: 32 bytes in hexadecimal.</summary>
    internal const int TextLength = 2 * SHA256.HashSizeInBytes;

    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private Task pending = Task.CompletedTask;

    /// <summary>Adds what stands before all pieces.</summary>
    internal void Append(ReadOnlySpan<byte> bytes)
    {
        Wait();
        hash.AppendData(bytes);
    }

    /// <summary>Adds a piece, which must not change until the next call.</summary>
    /// <param name="piece">Contiguous, on the CPU, below 2 GB. It may be disposed at once: the digest holds on to its memory.</param>
    internal void Append(torch.Tensor piece)
    {
        Wait();
        torch.Tensor held = piece.alias().DetachFromDisposeScope();
        pending = Task.Run(() =>
        {
            using (held)
            {
                hash.AppendData(held.bytes);
            }
        });
    }

    /// <summary>The digest of all pieces so far, in lower-case hexadecimal.</summary>
    internal string Text()
    {
        Wait();
        return Convert.ToHexStringLower(hash.GetCurrentHash());
    }

    /// <summary>Whether the digest of all pieces is the expected one, in a time that does not tell where they part.</summary>
    internal bool Equals(string expected) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Text()), Encoding.UTF8.GetBytes(expected));

    public void Dispose()
    {
        Wait();
        hash.Dispose();
    }

    private void Wait() => pending.GetAwaiter().GetResult();
}
