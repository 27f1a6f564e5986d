using System.Security.Cryptography;
using System.Text;
using TorchSharp;

namespace Dcgan.Core.Safetensors;

/// <summary>
/// Computes a SHA-256 over pieces of tensors on another thread, while the caller continues to read or write. Not thread-safe.
/// </summary>
internal sealed class DataDigest : IDisposable
{
    /// <summary>Number of characters of a digest: 32 bytes in hexadecimal.</summary>
    internal const int TextLength = 2 * SHA256.HashSizeInBytes;

    /// <summary>The placeholder for a digest that is not yet known.</summary>
    internal static readonly string Zeros = new('0', TextLength);

    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private Task pending = Task.CompletedTask;

    /// <summary>Adds bytes on the calling thread.</summary>
    internal void Append(ReadOnlySpan<byte> bytes)
    {
        Wait();
        hash.AppendData(bytes);
    }

    /// <summary>
    /// Adds a piece in the background. Its values must not change before it is hashed. The piece may be disposed: the digest
    /// keeps its memory alive.
    /// </summary>
    /// <param name="piece">Contiguous, on the CPU, below 2 GB.</param>
    /// <returns>Completes when the piece is hashed and its memory is released.</returns>
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

    /// <summary>Compares the digest of all pieces so far with an expected one, in constant time.</summary>
    internal bool Equals(string expected) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Text()), Encoding.UTF8.GetBytes(expected));

    public void Dispose()
    {
        Wait();
        hash.Dispose();
    }

    private void Wait() => pending.GetAwaiter().GetResult();
}
