using System.ComponentModel;
using Dcgan.Core.Safetensors;
using Microsoft.Extensions.Logging;

namespace Dcgan.Core;

/// <summary>Opens the <see cref="Discriminator"/> of a checkpoint.</summary>
[EditorBrowsable(EditorBrowsableState.Never)] // Call the members on the type that they extend.
public static class DiscriminatorCheckpoints
{
    extension(Discriminator)
    {
        /// <summary>
        /// Opens the discriminator of a checkpoint: builds it from the options in the file. Use it to compute features, or
        /// together with <c>Generator.Open</c> to start a new run from trained networks.
        /// </summary>
        /// <param name="path">A checkpoint of a run. Its digests are verified.</param>
        /// <param name="logger">The logger of the discriminator.</param>
        /// <returns>The discriminator, on the CPU.</returns>
        /// <exception cref="CheckpointException">The file does not exist, is damaged, or holds no discriminator.</exception>
        /// <exception cref="NativeBackendException">libtorch cannot be loaded.</exception>
        public static Discriminator Open(string path, ILogger? logger = null)
        {
            using SafetensorsFile file = SafetensorsFile.Open(path);
            StoredOptions options = CheckpointOpening.ReadOptions(file);
            if (options.Discriminator is not DiscriminatorOptions discriminator)
            {
                throw new CheckpointException(file.Path, null, "this file holds a generator only; it has no discriminator.");
            }

            return CheckpointOpening.Build(file, options, () => new Discriminator(discriminator, logger: logger), Load);
        }
    }

    private static void Load(Discriminator discriminator, SafetensorsFile file) =>
        CheckpointOpening.Load(file, "this discriminator", [.. NetworkState.Entries(discriminator, StateNames.Discriminator)]);
}
