using System.Diagnostics.CodeAnalysis;
using Microsoft.Win32.SafeHandles;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>
/// Named tensors in a file of the safetensors format, which holds numbers and text only and runs nothing when it is read:
/// https://github.com/huggingface/safetensors. Several threads may read one open file.
/// </summary>
/// <remarks>
/// Nothing in a file is trusted. Refused, always with a <see cref="CheckpointException"/> that says the tensor and the rule: a
/// header of more than 100 MB or beyond the file's end, or that is not UTF-8 JSON beginning with <c>{</c> and followed by
/// white space at most; a key twice, also where escapes make two the same; an empty name; more than 100,000 tensors; any key of a tensor but dtype, shape
/// and data_offsets; metadata that is no string; a number that is not written in digits alone; more than 64 dimensions; a
/// shape that overflows; data that overlaps, leaves a hole, does not fit its shape or does not end with the file;
/// element types that TorchSharp lacks (U16, U32, U64 and those of 8 bits and fewer); a BOOL that is neither 0 nor 1.
/// </remarks>
public sealed class SafetensorsFile : IDisposable
{
    private readonly SafeFileHandle file;
    private readonly long dataStart;
    private readonly Dictionary<string, SafetensorsTensor> byName;

    private SafetensorsFile(SafeFileHandle file, string path, SafetensorsHeader header)
    {
        this.file = file;
        Path = path;
        dataStart = header.DataStart;
        Metadata = header.Metadata;
        Tensors = Array.AsReadOnly(header.Entries.Select(entry => new SafetensorsTensor(entry)).ToArray());
        byName = Tensors.ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);
    }

    /// <summary>The file's full path.</summary>
    public string Path { get; }

    /// <summary>The text that the writer put beside the tensors; empty where there is none.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>In the order of their data in the file.</summary>
    public IReadOnlyList<SafetensorsTensor> Tensors { get; }

    /// <summary>Opens a file and checks its header wholly; no tensor is read yet. The file stays open until disposed.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The open file.</returns>
    /// <exception cref="ArgumentException">The path is empty.</exception>
    /// <exception cref="CheckpointException">There is no such file, it cannot be read, or it is not what it should be.</exception>
    public static SafetensorsFile Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        path = System.IO.Path.GetFullPath(path);
        return Reading(path, () =>
        {
            SafeFileHandle file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
            try
            {
                return new SafetensorsFile(file, path, SafetensorsHeader.Read(file, path));
            }
            catch
            {
                file.Dispose();
                throw;
            }
        });
    }

    /// <summary>
    /// Writes tensors to a file, all or nothing: they go to <c>path.partial</c> first, which replaces the file once it is on the
    /// disk whole. Whatever fails on the way, the file that was there stays.
    /// </summary>
    /// <param name="path">The file, new or to be replaced; its folder must exist. A link is followed.</param>
    /// <param name="tensors">Under names that are not empty, not <c>__metadata__</c>, and each there once; of any stride and device.</param>
    /// <param name="metadata">Text beside the tensors.</param>
    /// <exception cref="ArgumentException">
    /// A name, a text or a tensor cannot be written: disposed, sparse, quantised, without data (meta), or ComplexFloat64.
    /// </exception>
    /// <exception cref="CheckpointException">The file cannot be written, or somebody else is writing it.</exception>
    public static void Write(
        string path, IEnumerable<KeyValuePair<string, Tensor>> tensors, IReadOnlyDictionary<string, string>? metadata = null) =>
        SafetensorsWriter.Write(path, tensors, metadata);

    /// <summary>Whether the file has a tensor of that name.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>True where it has.</returns>
    public bool Contains(string name) => byName.ContainsKey(name);

    /// <summary>What the file says of a tensor, where it has it.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="tensor">The tensor's type and shape; null where there is none.</param>
    /// <returns>Whether the file has it.</returns>
    public bool TryGet(string name, [NotNullWhen(true)] out SafetensorsTensor? tensor) => byName.TryGetValue(name, out tensor);

    /// <summary>Reads a tensor, straight into its own memory.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>The tensor, contiguous, on the CPU, without gradient. The caller's, or the current dispose scope's.</returns>
    /// <exception cref="CheckpointException">The file has no such tensor, or its data cannot be read or used.</exception>
    /// <exception cref="ObjectDisposedException">The file has been closed.</exception>
    /// <exception cref="NativeBackendException">libtorch cannot be loaded.</exception>
    public Tensor Read(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        ObjectDisposedException.ThrowIf(file.IsClosed, this);
        return byName.TryGetValue(name, out SafetensorsTensor? tensor)
            ? Reading(Path, () => TensorBytes.Read(file, dataStart, tensor, Path))
            : throw new CheckpointException(Path, name, $"it is not among the file's {Tensors.Count} tensors.");
    }

    /// <summary>Reads all tensors, as <see cref="Read"/> does; where one fails, those read before it are disposed.</summary>
    /// <returns>The tensors by their names; the caller's, or the current dispose scope's.</returns>
    /// <exception cref="CheckpointException">A tensor's data cannot be read or used.</exception>
    /// <exception cref="ObjectDisposedException">The file has been closed.</exception>
    /// <exception cref="NativeBackendException">libtorch cannot be loaded.</exception>
    public IReadOnlyDictionary<string, Tensor> ReadAll() => ReadAll(digest: null);

    /// <summary>Closes the file. Tensors that were read live on.</summary>
    public void Dispose() => file.Dispose();

    /// <summary>Reads all tensors and holds the file's bytes against the digests that <see cref="SafetensorsWriter"/> left in the metadata.</summary>
    /// <param name="digests">Their keys.</param>
    /// <exception cref="CheckpointException">A digest is missing or another one; else as <see cref="ReadAll()"/>.</exception>
    internal IReadOnlyDictionary<string, Tensor> ReadAllVerified(DigestKeys digests)
    {
        VerifyHeader(digests);
        using var digest = new DataDigest();
        return ReadAll(digest, () => VerifyData(digest, digests));
    }

    /// <summary>Holds the file's bytes against the digests in the metadata, and keeps none of them.</summary>
    /// <param name="digests">Their keys.</param>
    /// <exception cref="CheckpointException">A digest is missing or another one, or the file cannot be read.</exception>
    internal void Verify(DigestKeys digests)
    {
        VerifyHeader(digests);
        using var digest = new DataDigest();
        byte[] buffer = GC.AllocateUninitializedArray<byte>(1 << 20);
        long offset = dataStart;
        for (int read = -1; read != 0; offset += read)
        {
            read = Reading(Path, () => RandomAccess.Read(file, buffer, offset));
            digest.Append(buffer.AsSpan(0, read));
        }

        VerifyData(digest, digests);
    }

    private void VerifyHeader(DigestKeys digests)
    {
        ObjectDisposedException.ThrowIf(file.IsClosed, this);
        byte[] header = GC.AllocateUninitializedArray<byte>(checked((int)dataStart));
        _ = Reading(Path, () =>
        {
            FileBytes.ReadExactly(file, header, 0, Path);
            return header;
        });
        if (!HeaderDigest.Verify(header, digests, Digest(digests.Header), Digest(digests.Data)))
        {
            throw new CheckpointException(
                Path, null, $"the header is not what was written: its SHA-256 is another one than the metadata's {QuotedText.Of(digests.Header)}.");
        }
    }

    private void VerifyData(DataDigest digest, DigestKeys digests)
    {
        if (!digest.Equals(Digest(digests.Data)))
        {
            throw new CheckpointException(
                Path, null, $"the data is not what was written: its SHA-256 is another one than the metadata's {QuotedText.Of(digests.Data)}.");
        }
    }

    private string Digest(string key) =>
        Metadata.GetValueOrDefault(key) ?? throw new CheckpointException(Path, null, $"the metadata has no {QuotedText.Of(key)}.");

    private Dictionary<string, Tensor> ReadAll(DataDigest? digest, Action? verify = null)
    {
        ObjectDisposedException.ThrowIf(file.IsClosed, this);
        var tensors = new Dictionary<string, Tensor>(Tensors.Count, StringComparer.Ordinal);
        try
        {
            foreach (SafetensorsTensor tensor in Tensors)
            {
                tensors.Add(tensor.Name, Reading(Path, () => TensorBytes.Read(file, dataStart, tensor, Path, digest)));
            }

            verify?.Invoke();
            return tensors;
        }
        catch
        {
            foreach (Tensor tensor in tensors.Values)
            {
                tensor.Dispose();
            }

            throw;
        }
    }

    /// <summary>Turns the system's refusals into one that names the file.</summary>
    private static T Reading<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception error) when (error is (IOException and not CheckpointException) or UnauthorizedAccessException or NotSupportedException)
        {
            string reason = error switch
            {
                FileNotFoundException or DirectoryNotFoundException => "there is no such file.",
                UnauthorizedAccessException when Directory.Exists(path) => "this is a folder, not a file.",
                _ => $"the file cannot be read: {error.Message}",
            };
            throw new CheckpointException(path, null, reason, error);
        }
    }
}
