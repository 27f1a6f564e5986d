using System.ComponentModel;
using Dcgan.Core.Safetensors;
using Microsoft.Extensions.Logging;

namespace Dcgan.Core;

/// <summary>Saves a <see cref="Generator"/> to a file and opens it again.</summary>
[EditorBrowsable(EditorBrowsableState.Never)] // Call the members on the type that they extend.
public static class GeneratorCheckpoints
{
    extension(Generator)
    {
        /// <summary>
        /// Opens the generator of a checkpoint, or of a file that <see cref="Save(Generator, string)"/> wrote: builds the
        /// generator from the options in the file. If the run has an averaged generator (EMA), opens the averaged generator.
        /// </summary>
        /// <param name="path">The file. Its digests are verified.</param>
        /// <param name="logger">The logger of the generator.</param>
        /// <returns>The generator, on the CPU.</returns>
        /// <exception cref="CheckpointException">The file does not exist, is damaged, or holds no generator.</exception>
        /// <exception cref="NativeBackendException">libtorch cannot be loaded.</exception>
        public static Generator Open(string path, ILogger? logger = null)
        {
            using SafetensorsFile file = SafetensorsFile.Open(path);
            StoredOptions options = CheckpointOpening.ReadOptions(file);
            string name = options.Trainer is { Averages: true } ? StateNames.AveragedGenerator : StateNames.Generator;
            return CheckpointOpening.Build(
                file,
                options with { Discriminator = null },
                () => new Generator(options.Generator, logger: logger),
                (generator, source) => Load(generator, source, name));
        }

        /// <summary>
        /// Opens the generator of PyTorch's DCGAN example, from a safetensors file with its state dict. In evaluation mode, its
        /// images equal PyTorch's in evaluation mode up to rounding.
        /// </summary>
        /// <param name="path">
        /// A file with the keys <c>main.0.weight</c> [LatentSize, depth, 4, 4] and so on, or <c>module.main.0.weight</c>. Any
        /// number of latents, depths, stages and channels, in float32, float64, bfloat16 or float16. The last layer may have a bias.
        /// </param>
        /// <param name="logger">The logger of the generator.</param>
        /// <returns>The generator, on the CPU, with normal latents and the element type of the file.</returns>
        /// <exception cref="CheckpointException">
        /// The file does not exist, is not a safetensors file, or has a layer without a counterpart, which the message names.
        /// </exception>
        /// <exception cref="NativeBackendException">libtorch cannot be loaded.</exception>
        /// <remarks>
        /// PyTorch adds 1e-5 to a variance and this library adds 1e-3: the scale of each batch normalization is changed to make up
        /// for it at the running variance. See docs/pytorch.md.
        /// </remarks>
        public static Generator OpenPyTorch(string path, ILogger? logger = null)
        {
            using SafetensorsFile file = SafetensorsFile.Open(path);
            PyTorchNetworks example = PyTorchNetworks.Generator(file);
            return example.Open(() => new Generator(
                new()
                {
                    LatentSize = example.Channels[0],
                    Depths = new Depths(example.Channels.Skip(1).SkipLast(1)),
                    KernelSize = PyTorchNetworks.Side,
                    ImageChannels = example.Channels[^1],
                    Initialization = Initialization.Normal,
                    LatentDistribution = LatentDistribution.Normal,
                },
                logger: logger));
        }
    }

    /// <summary>
    /// Saves the generator and its options, without the rest of a run. Python's safetensors package can read the file. The
    /// tensors have the same names as in a checkpoint.
    /// </summary>
    /// <param name="generator">The generator.</param>
    /// <param name="path">
    /// The file to create or replace; its folder must exist. The file is replaced completely or not at all.
    /// </param>
    /// <exception cref="CheckpointException">The file cannot be written; an existing file has not changed.</exception>
    /// <exception cref="InvalidOperationException">Its layers have different element types. Nothing is written.</exception>
    /// <exception cref="ObjectDisposedException">The generator has been disposed.</exception>
    public static void Save(this Generator generator, string path)
    {
        ArgumentNullException.ThrowIfNull(generator);
        using AccessLock.Scope access = generator.Access.Read();
        StateEntry[] entries = [.. Entries(generator, StateNames.Generator)];
        ExpectedWeights.CheckTypes(entries);
        SafetensorsWriter.Write(
            path,
            StateEntry.Present(entries),
            CheckpointMetadata.Create(new StoredOptions(generator.Options, Discriminator: null, Trainer: null)),
            CheckpointFormat.Digests);
    }

    private static void Load(Generator generator, SafetensorsFile file, string name) => CheckpointOpening.Load(
        file,
        "this generator",
        [.. Entries(generator, name)],
        CalibrationState.Fault(generator, name, file.Contains) is string fault ? [fault] : []);

    private static IEnumerable<StateEntry> Entries(Generator generator, string name)
    {
        Expect.NotDisposed(generator.FirstWeight, generator);
        return NetworkState.Entries(generator, name);
    }
}
