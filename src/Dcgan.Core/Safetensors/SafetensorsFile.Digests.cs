using static TorchSharp.torch;

namespace Dcgan.Core.Safetensors;

/// <content>Verification against the digests that <see cref="SafetensorsWriter"/> stores in the metadata.</content>
public sealed partial class SafetensorsFile
{
    /// <summary>Reads all tensors and verifies the file against the digests in its metadata.</summary>
    /// <param name="digests">The keys of the digests.</param>
    /// <exception cref="CheckpointException">
    /// A digest is missing or does not match, or the data of a tensor cannot be read or is invalid.
    /// </exception>
    internal IReadOnlyDictionary<string, Tensor> ReadAllVerified(DigestKeys digests)
    {
        VerifyHeader(digests);
        using var digest = new DataDigest();
        return ReadAll(digest, () => VerifyData(digest, digests));
    }

    /// <summary>Verifies the file against the digests in its metadata without keeping any tensor.</summary>
    /// <param name="digests">The keys of the digests.</param>
    /// <exception cref="CheckpointException">A digest is missing or does not match, or the file cannot be read.</exception>
    internal void Verify(DigestKeys digests)
    {
        VerifyHeader(digests);
        using var digest = new DataDigest();
        byte[] buffer = GC.AllocateUninitializedArray<byte>(1 << 20);
        long offset = dataStart;
        for (int read = -1; read != 0; offset += read)
        {
            read = WithPath(Path, () => RandomAccess.Read(file, buffer, offset));
            digest.Append(buffer.AsSpan(0, read));
        }

        VerifyData(digest, digests);
    }

    private void VerifyHeader(DigestKeys digests)
    {
        ObjectDisposedException.ThrowIf(file.IsClosed, this);
        byte[] header = GC.AllocateUninitializedArray<byte>(checked((int)dataStart));
        _ = WithPath(Path, () =>
        {
            FileBytes.ReadExactly(file, header, 0, Path);
            return header;
        });
        if (!HeaderDigest.Verify(header, digests, Digest(digests.Header), Digest(digests.Data)))
        {
            throw new CheckpointException(
                Path, null, $"the header has changed since it was written: its SHA-256 does not match the metadata's {QuotedText.Of(digests.Header)}.");
        }
    }

    private void VerifyData(DataDigest digest, DigestKeys digests)
    {
        if (!digest.Equals(Digest(digests.Data)))
        {
            throw new CheckpointException(
                Path, null, $"the data has changed since it was written: its SHA-256 does not match the metadata's {QuotedText.Of(digests.Data)}.");
        }
    }

    private string Digest(string key) =>
        Metadata.GetValueOrDefault(key) ?? throw new CheckpointException(Path, null, $"the metadata has no {QuotedText.Of(key)}.");
}
