using System.Text.Json;
using TorchSharp;

namespace Dcgan.Core.Tests.Golden;

/// <summary>
/// Reads numbers of the reference: a safetensors file of float64 tensors, in the reference's names and layouts.
/// </summary>
internal sealed class GoldenFile : IDisposable
{
    private readonly SafetensorsFile file;

    private GoldenFile(string path)
    {
        file = SafetensorsFile.Open(path);
        JsonElement config = JsonDocument.Parse(file.Metadata["config"]).RootElement;
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

    internal IEnumerable<string> Names => file.Tensors.Select(tensor => tensor.Name);

    /// <summary>Reads a tensor in the file's layout.</summary>
    internal torch.Tensor this[string name] => file.Read(name);

    internal static GoldenFile Read(string name) =>
        new(Path.Combine(AppContext.BaseDirectory, "Golden", $"golden-{name}.safetensors"));

    public void Dispose() => file.Dispose();
}
