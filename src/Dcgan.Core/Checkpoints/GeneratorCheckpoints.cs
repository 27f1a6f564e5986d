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
            string name = options.Trainer?.EmaDecay > 0 ? StateNames.AveragedGenerator : StateNames.Generator;
            return CheckpointOpening.Build(
                file,
                options with { Discriminator = null },
                () => new Generator(options.Generator, logger: logger),
                (generator, source) => Load(generator, source, name));
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
