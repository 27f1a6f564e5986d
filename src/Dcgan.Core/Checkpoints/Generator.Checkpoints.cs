using Microsoft.Extensions.Logging;
using TorchSharp;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <content>A generator in a file.</content>
public sealed partial class Generator
{
    /// <summary>
    /// Opens the generator of a checkpoint, or of a file that <see cref="Save"/> wrote: builds it from the options in the file. Of a
    /// run that averages, it is the average: <see cref="DcganTrainer.AveragedGenerator"/>.
    /// </summary>
    /// <param name="path">The file, which is checked from its beginning to its end.</param>
    /// <param name="logger">Told of what was built.</param>
    /// <returns>The generator, on the CPU.</returns>
    /// <exception cref="CheckpointException">The file is not there, damaged, or holds no generator.</exception>
    /// <exception cref="NativeBackendException">libtorch cannot be loaded.</exception>
    public static Generator Open(string path, ILogger? logger = null)
    {
        using SafetensorsFile file = SafetensorsFile.Open(path);
        CheckpointMetadata.CheckVersion(file);
        StoredOptions options = StoredOptions.Read(file);
        ExpectedWeights.Check(file, options with { Discriminator = null });
        file.Verify(CheckpointFormat.Digests);
        Generator generator = new(options.Generator, logger: logger);
        try
        {
            generator.to(ExpectedWeights.TypeOf(file));
            generator.Load(file, options.Trainer?.EmaDecay > 0 ? CheckpointFormat.AveragedGenerator : CheckpointFormat.Generator);
            return generator;
        }
        catch
        {
            generator.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Saves the generator alone, with its options: what <see cref="Open"/> opens, and Python's safetensors package reads. The
    /// tensors have the names that they have in a checkpoint of a whole run.
    /// </summary>
    /// <param name="path">The file, new or to be replaced; its folder must exist. It is replaced as a whole or not at all.</param>
    /// <exception cref="CheckpointException">The file cannot be written; what was there is unchanged.</exception>
    /// <exception cref="ObjectDisposedException">The generator has been disposed.</exception>
    public void Save(string path) => SafetensorsWriter.Write(
        path,
        StoredTensor.Present(StoredTensors(CheckpointFormat.Generator)),
        CheckpointMetadata.Of(new StoredOptions(Options, Discriminator: null, Trainer: null)),
        CheckpointFormat.Digests);

    private void Load(SafetensorsFile file, string name)
    {
        using IDisposable noGradients = no_grad();
        StoredTensor[] places = [.. StoredTensors(name)];
        CheckpointMatch.ThrowIfAny(
            file.Path,
            "this generator",
            CheckpointMatch.Faults(places.Select(place => place.Expected), file).Concat(StoredCalibration.Faults(this, name, file)));
        foreach (StoredTensor place in places.Where(place => file.Contains(place.Name)))
        {
            using Tensor value = file.Read(place.Name);
            place.Restore(value);
        }
    }

    private IEnumerable<StoredTensor> StoredTensors(string name)
    {
        Expect.NotDisposed(FirstWeight, this);
        return state_dict().Where(entry => !StoredCalibration.Holds(entry.Key))
            .Select(entry => StoredTensor.InPlace(CheckpointFormat.Of(name, entry.Key), entry.Value))
            .Concat(StoredCalibration.Of(this, name));
    }
}
