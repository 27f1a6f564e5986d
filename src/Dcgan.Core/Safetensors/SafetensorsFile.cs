using System.Diagnostics.CodeAnalysis;
using Microsoft.Win32.SafeHandles;
using static TorchSharp.torch;

namespace Dcgan.Core.Safetensors;

/// <summary>
/// Reads and writes named tensors in the safetensors format, which holds only numbers and text and never runs code:
/// https://github.com/huggingface/safetensors. Thread-safe for reading.
/// </summary>
/// <remarks>
/// Files are not trusted. Each of the following is refused with a <see cref="CheckpointException"/> that names the tensor and the
/// rule: a header above 100 MB or beyond the end of the file; a header that is not UTF-8 JSON, that does not begin with <c>{</c>,
/// or that is followed by anything but white space; duplicate keys, also after resolving escapes; an empty name; more than
/// 100,000 tensors; keys of a tensor other than dtype, shape and data_offsets; metadata values that are not strings; integers not
/// written in decimal digits; more than 64 dimensions; a shape that overflows; data that overlaps, leaves a gap, does not match
/// its shape or does not end with the file; element types that TorchSharp lacks (U16, U32, U64, and types of 8 bits or fewer
/// other than I8, U8 and BOOL); a BOOL value other than 0 and 1.
/// </remarks>
public sealed partial class SafetensorsFile : IDisposable
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
        Tensors = header.Tensors;
        byName = Tensors.ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);
    }

    /// <summary>The full path of the file.</summary>
    public string Path { get; }

    /// <summary>The metadata: text by key; empty if the file has none.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>All tensors, in the order of their data in the file.</summary>
    public IReadOnlyList<SafetensorsTensor> Tensors { get; }

    /// <summary>Opens a file and checks its whole header, but reads no tensor. The file stays open until disposed.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The open file.</returns>
    /// <exception cref="ArgumentException">The path is empty.</exception>
    /// <exception cref="CheckpointException">
    /// The file does not exist, cannot be read or is not a valid safetensors file.
    /// </exception>
    public static SafetensorsFile Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        path = System.IO.Path.GetFullPath(path);
        return WithPath(path, () =>
        {
            CheckNotEmpty(path);
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
    /// Writes tensors to a file, completely or not at all. The tensors are written to <c>path.partial</c>, which replaces the
    /// file once it is on disk. If anything fails, the old file is unchanged.
    /// </summary>
    /// <param name="path">The file to create or replace. Its folder must exist. Links are followed.</param>
    /// <param name="tensors">
    /// At most 100,000 tensors of any strides and device, by name. Names are unique, not empty and not <c>__metadata__</c>.
    /// </param>
    /// <param name="metadata">Text to store with the tensors, by key.</param>
    /// <exception cref="ArgumentException">
    /// The file could not be read back: there are too many tensors, the header would exceed 100 MB, or a name, a text or a
    /// tensor is invalid (disposed, sparse, quantized, without data (meta), ComplexFloat64, of more than 64 dimensions, or Bool
    /// with a value other than 0 and 1).
    /// </exception>
    /// <exception cref="CheckpointException">The file cannot be written, or another writer is writing it.</exception>
    public static void Write(
        string path, IEnumerable<KeyValuePair<string, Tensor>> tensors, IReadOnlyDictionary<string, string>? metadata = null) =>
        SafetensorsWriter.Write(path, tensors, metadata);

    /// <summary>Returns whether the file has a tensor with the given name.</summary>
    /// <param name="name">The tensor's name.</param>
    /// <returns>Whether the file has the tensor.</returns>
    public bool Contains(string name) => byName.ContainsKey(name);

    /// <summary>Gets the element type and shape of a tensor, if the file has it.</summary>
    /// <param name="name">The tensor's name.</param>
    /// <param name="tensor">The element type and shape of the tensor; null if the file has no such tensor.</param>
    /// <returns>Whether the file has the tensor.</returns>
    public bool TryGet(string name, [NotNullWhen(true)] out SafetensorsTensor? tensor) => byName.TryGetValue(name, out tensor);

    /// <summary>Reads a tensor directly from the file into the memory of a new tensor.</summary>
    /// <param name="name">The tensor's name.</param>
    /// <returns>
    /// The tensor: contiguous, on the CPU, without gradient. Owned by the current dispose scope, or by the caller if there is no
    /// scope.
    /// </returns>
    /// <exception cref="CheckpointException">The file has no such tensor, or its data cannot be read or is invalid.</exception>
    /// <exception cref="ObjectDisposedException">The file has been closed.</exception>
    /// <exception cref="NativeBackendException">libtorch cannot be loaded.</exception>
    public Tensor Read(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        ObjectDisposedException.ThrowIf(file.IsClosed, this);
        return byName.TryGetValue(name, out SafetensorsTensor? tensor)
            ? WithPath(Path, () => TensorBytes.Read(file, dataStart, tensor, Path))
            : throw new CheckpointException(Path, name, $"it is not one of the file's {Tensors.Count} tensors.");
    }

    /// <summary>Reads all tensors. If reading a tensor fails, the tensors already read are disposed.</summary>
    /// <returns>
    /// The tensors by name: contiguous, on the CPU, without gradient. Owned by the current dispose scope, or by the caller if
    /// there is no scope.
    /// </returns>
    /// <exception cref="CheckpointException">The data of a tensor cannot be read or is invalid.</exception>
    /// <exception cref="ObjectDisposedException">The file has been closed.</exception>
    /// <exception cref="NativeBackendException">libtorch cannot be loaded.</exception>
    public IReadOnlyDictionary<string, Tensor> ReadAll() => ReadAll(digest: null);

    /// <summary>Closes the file. Tensors that were read remain valid.</summary>
    public void Dispose() => file.Dispose();

    private Dictionary<string, Tensor> ReadAll(DataDigest? digest, Action? verify = null)
    {
        ObjectDisposedException.ThrowIf(file.IsClosed, this);
        var tensors = new Dictionary<string, Tensor>(Tensors.Count, StringComparer.Ordinal);
        try
        {
            foreach (SafetensorsTensor tensor in Tensors)
            {
                tensors.Add(tensor.Name, WithPath(Path, () => TensorBytes.Read(file, dataStart, tensor, Path, digest)));
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

    /// <summary>
    /// Refuses what has no bytes, before it is opened: opening a named pipe waits for a writer, possibly forever. Pipes, sockets
    /// and devices have length 0.
    /// </summary>
    private static void CheckNotEmpty(string path)
    {
        var file = new FileInfo(path);
        file = file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? file;
        if (file.Exists && file.Length == 0)
        {
            throw new CheckpointException(
                path, null, "a safetensors file begins with the header length in 8 bytes, but this file is empty or not a regular file.");
        }
    }

    /// <summary>Runs a read operation and wraps file system errors in an exception that names the file.</summary>
    private static T WithPath<T>(string path, Func<T> read)
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
