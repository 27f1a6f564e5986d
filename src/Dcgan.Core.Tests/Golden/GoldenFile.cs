using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;
using TorchSharp;

namespace Dcgan.Core.Tests.Golden;

/// <summary>The reference's values: a safetensors file of float64 tensors under the reference's own names and layouts.</summary>
internal sealed class GoldenFile
{
    private readonly byte[] file;
    private readonly int dataStart;
    private readonly JsonElement header;

    private GoldenFile(string path)
    {
        file = File.ReadAllBytes(path);
        int headerSize = (int)BinaryPrimitives.ReadUInt64LittleEndian(file);
        dataStart = sizeof(ulong) + headerSize;
        header = JsonDocument.Parse(file.AsMemory(sizeof(ulong), headerSize)).RootElement;
        JsonElement config = JsonDocument.Parse(header.GetProperty("__metadata__").GetProperty("config").GetString()!).RootElement;
        Depths Depths(string name) => new(config.GetProperty(name).EnumerateArray().Select(depth => depth.GetInt32()));
        int Number(string name) => config.GetProperty(name).GetInt32();
        Generator = new()
        {
            LatentSize = Number("z"),
            BaseSize = Number("s_size"),
            ImageChannels = Number("channels"),
            Depths = Depths("depths_g"),
        };
        Discriminator = new()
        {
            BaseSize = Number("s_size"),
            ImageChannels = Number("channels"),
            Depths = Depths("depths_d"),
        };
    }

    internal GeneratorOptions Generator { get; }

    internal DiscriminatorOptions Discriminator { get; }

    internal IEnumerable<string> Names => header.EnumerateObject().Select(entry => entry.Name).Where(name => name != "__metadata__");

    /// <summary>A tensor as it lies in the file.</summary>
    internal torch.Tensor this[string name]
    {
        get
        {
            JsonElement entry = header.GetProperty(name);
            long[] shape = [.. entry.GetProperty("shape").EnumerateArray().Select(size => size.GetInt64())];
            int[] offsets = [.. entry.GetProperty("data_offsets").EnumerateArray().Select(offset => offset.GetInt32())];
            ReadOnlySpan<byte> data = file.AsSpan(dataStart + offsets[0], offsets[1] - offsets[0]);
            return torch.tensor(MemoryMarshal.Cast<byte, double>(data).ToArray(), shape, torch.float64);
        }
    }

    internal static GoldenFile Read(string name) =>
        new(Path.Combine(AppContext.BaseDirectory, "Golden", $"golden-{name}.safetensors"));
}
