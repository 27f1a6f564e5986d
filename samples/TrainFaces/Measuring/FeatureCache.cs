using System.Buffers.Binary;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text;
using Dcgan.Images;

namespace TrainFaces.Measuring;

/// <summary>
/// Features of real images in a file of the user's cache folder, because computing them takes about as long as computing those of a
/// generator. An entry belongs to the pixels of one image, and the file to one model. So a data set that has changed only costs the
/// features of its new images. A damaged file counts as empty. Thread-safe.
/// </summary>
internal sealed class FeatureCache
{
    private const int HashBytes = 16;

    private static readonly byte[] Signature = Encoding.ASCII.GetBytes("dcgan-features-1\n");

    private readonly string path;
    private readonly Dictionary<UInt128, float[]> loaded;
    private readonly Dictionary<UInt128, float[]> used = [];
    private readonly Lock access = new();
    private bool isComplete = true;

    private FeatureCache(string path, Dictionary<UInt128, float[]> loaded) => (this.path, this.loaded) = (path, loaded);

    /// <summary>Opens the cache of a data set's features, which need not exist yet.</summary>
    /// <param name="folder">The folder of all caches.</param>
    /// <param name="model">Identifies the model and how images are passed to it.</param>
    /// <param name="data">Identifies the data set.</param>
    public static FeatureCache Open(string folder, string model, string data)
    {
        byte[] name = Hash(Encoding.UTF8.GetBytes($"{model}\0{data}"));
        string path = Path.Combine(folder, $"{Convert.ToHexStringLower(name)}.features");
        return new FeatureCache(path, CacheFile.Read(path) is { } file ? Parse(file) : []);
    }

    /// <summary>The key of an image.</summary>
    /// <param name="pixels">[H, W, C] in row-major order.</param>
    /// <param name="format">The format of the pixels.</param>
    public static UInt128 Key(ReadOnlySpan<byte> pixels, ImageFormat format)
    {
        var hash = new XxHash128();
        Span<byte> header = stackalloc byte[2 * sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(header, format.Width);
        BinaryPrimitives.WriteInt32LittleEndian(header[sizeof(int)..], format.Channels);
        hash.Append(header);
        hash.Append(pixels);
        return hash.GetCurrentHashAsUInt128();
    }

    /// <summary>Returns the features of an image, computed if they are not stored.</summary>
    public float[] Get(UInt128 key, Func<float[]> compute)
    {
        float[]? features;
        lock (access)
        {
            if (used.TryGetValue(key, out features) || loaded.TryGetValue(key, out features))
            {
                used[key] = features;
                return features;
            }
        }

        features = compute();
        lock (access)
        {
            isComplete = false;
            used[key] = features;
        }

        return features;
    }

    /// <summary>Writes the features that were used, unless the file has them all. A file that cannot be written is only a warning.</summary>
    public void Save(Action<string> warn)
    {
        if (isComplete)
        {
            return;
        }

        CacheFile.Write(path, "the features of the real images", stream => stream.Write(ToBytes(used)), warn);
    }

    // The signature, the numbers of images and features, then for each image its key and features, then a hash of everything before.
    private static byte[] ToBytes(Dictionary<UInt128, float[]> entries)
    {
        int features = entries.Values.First().Length;
        using var content = new MemoryStream();
        using var writer = new BinaryWriter(content);
        writer.Write(Signature);
        writer.Write(entries.Count);
        writer.Write(features);
        Span<byte> key = stackalloc byte[HashBytes];
        foreach (var (image, values) in entries)
        {
            BinaryPrimitives.WriteUInt128LittleEndian(key, image);
            writer.Write(key);
            writer.Write(MemoryMarshal.AsBytes<float>(values));
        }

        writer.Write(Hash(content.ToArray()));
        return content.ToArray();
    }

    private static Dictionary<UInt128, float[]> Parse(ReadOnlySpan<byte> file)
    {
        var entries = new Dictionary<UInt128, float[]>();
        int header = Signature.Length + (2 * sizeof(int));
        if (file.Length < header + HashBytes || !file.StartsWith(Signature) || !file[^HashBytes..].SequenceEqual(Hash(file[..^HashBytes])))
        {
            return entries;
        }

        int features = BinaryPrimitives.ReadInt32LittleEndian(file[(header - sizeof(int))..]);
        int size = HashBytes + (features * sizeof(float));
        for (var rest = file[header..^HashBytes]; rest.Length >= size; rest = rest[size..])
        {
            entries[BinaryPrimitives.ReadUInt128LittleEndian(rest)] = MemoryMarshal.Cast<byte, float>(rest[HashBytes..size]).ToArray();
        }

        return entries;
    }

    private static byte[] Hash(ReadOnlySpan<byte> bytes) => XxHash128.Hash(bytes);
}
