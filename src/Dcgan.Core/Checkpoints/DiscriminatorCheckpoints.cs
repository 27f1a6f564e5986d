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

        /// <summary>
        /// Opens the discriminator of PyTorch's DCGAN example, from a safetensors file with its state dict. In evaluation mode, its
        /// logits equal PyTorch's in evaluation mode, before the sigmoid, up to rounding.
        /// </summary>
        /// <param name="path">
        /// A file with the keys <c>main.0.weight</c> [depth, ImageChannels, 4, 4] and so on, or <c>module.main.0.weight</c>. Any
        /// number of depths, stages and channels, in float32, float64, bfloat16 or float16. The first and the last layer may have
        /// a bias.
        /// </param>
        /// <param name="logger">The logger of the discriminator.</param>
        /// <returns>The discriminator, on the CPU, with one score per image and the element type of the file.</returns>
        /// <exception cref="CheckpointException">
        /// The file does not exist, is not a safetensors file, or has a layer without a counterpart, which the message names.
        /// </exception>
        /// <exception cref="NativeBackendException">libtorch cannot be loaded.</exception>
        /// <remarks>
        /// PyTorch adds 1e-5 to a variance and this library adds 1e-3: the scale of each batch normalization is changed to make up
        /// for it at the running variance. See docs/pytorch.md.
        /// </remarks>
        public static Discriminator OpenPyTorch(string path, ILogger? logger = null)
        {
            using SafetensorsFile file = SafetensorsFile.Open(path);
            PyTorchNetworks example = PyTorchNetworks.Discriminator(file);
            return example.Open(() => new Discriminator(
                new()
                {
                    Depths = new Depths(example.Channels.Skip(1).SkipLast(1)),
                    KernelSize = PyTorchNetworks.Side,
                    ImageChannels = example.Channels[0],
                    Initialization = Initialization.Normal,
                    NormalizesFirstStage = false,
                    Logits = 1,
                },
                logger: logger));
        }
    }

    private static void Load(Discriminator discriminator, SafetensorsFile file) =>
        CheckpointOpening.Load(file, "this discriminator", [.. NetworkState.Entries(discriminator, StateNames.Discriminator)]);
}
