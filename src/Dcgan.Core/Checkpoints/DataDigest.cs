using System.Security.Cryptography;
using System.Text;
using TorchSharp;

namespace Dcgan.Core;

/// <summary>
/// SHA-256 over pieces of tensors, on another thread, while whoever hands them in goes on to read or write. Not to be
/// called from several threads.
/// </summary>
internal sealed class DataDigest : IDisposable
{
    /// <summary>Of a digest's text: 32 bytes in hexadecimal.</summary>
    internal const int TextLength = 2 * SHA256.HashSizeInBytes;

    /// <summary>What stands in a digest's place before it is known.</summary>
    internal static readonly string Zeros = new('0', TextLength);

    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private Task pending = Task.CompletedTask;

    /// <summary>Adds bytes at once.</summary>
    internal void Append(ReadOnlySpan<byte> bytes)
    {
        Wait();
        hash.AppendData(bytes);
    }

    /// <summary>Adds a piece, whose numbers must not change until all is hashed. It may be disposed: the digest keeps its memory.</summary>
    /// <param name="piece">Contiguous, on the CPU, below 2 GB.</param>
    /// <returns>Done once the piece is hashed and its memory is no longer kept.</returns>
    internal Task Append(torch.Tensor piece)
    {
        torch.Tensor held = piece.alias().DetachFromDisposeScope();
        Task before = pending;
        pending = Task.Run(async () =>
        {
            using (held)
            {
                await before.ConfigureAwait(false);
                hash.AppendData(held.bytes);
            }
        });
        return pending;
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
