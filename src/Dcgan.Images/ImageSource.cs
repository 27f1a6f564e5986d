using Dcgan.Core;

namespace Dcgan.Images;

/// <summary>
/// A set of training images, read by index. <see cref="ImageFolder"/> reads image files. Derive from this class to train on
/// images from elsewhere, such as a database. Implementations are thread-safe.
/// </summary>
public abstract class ImageSource : IDisposable
{
    /// <summary>Format of the images that <see cref="TryRead"/> writes.</summary>
    public abstract ImageFormat Format { get; }

    /// <summary>Number of images per epoch, including unreadable ones.</summary>
    public abstract int Count { get; }

    /// <summary>Number of unreadable images found so far. The base class returns 0.</summary>
    public virtual int Unreadable => 0;

    /// <summary>Why the first unreadable image that was found cannot be read, as a sentence after a space; empty if that is not known.</summary>
    internal virtual string ExampleOfUnreadable => string.Empty;

    /// <summary>Names of the classes, in the order of their labels. Empty if the images have no classes, as in the base class.</summary>
    public virtual IReadOnlyList<string> ClassNames => [];

    /// <summary>
    /// Reads the batches of the trainer's current epoch that it has not trained on yet. A run resumed in the middle of an epoch gets
    /// the same batches as without interruption.
    /// </summary>
    /// <param name="trainer">Its seed, epoch, step within the epoch, and processes determine the batches.</param>
    /// <param name="batchSize">
    /// Number of images per batch, of all processes together. At least 2 for each process.
    /// </param>
    /// <param name="workers">Number of threads that read images. At least 1. Default: one fewer than the cores, but at least one.</param>
    /// <param name="cancellationToken">Cancels waiting for the next batch.</param>
    /// <exception cref="ArgumentException">
    /// <paramref name="batchSize"/> or <paramref name="workers"/> is out of range, or the networks have images of another format or another
    /// number of classes.
    /// </exception>
    public ImageBatches Batches(DcganTrainer trainer, int batchSize, int? workers = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(trainer);
        CheckFit(trainer);
        return new(
            this,
            batchSize,
            () => new EpochPart(Order(trainer.Options.Seed, trainer.Epoch), trainer.EpochStep),
            trainer.Processes,
            workers,
            cancellationToken);
    }

    /// <summary>Reads the batches of an epoch.</summary>
    /// <param name="batchSize">
    /// Number of images per batch, of all processes together. At least 2 for each process.
    /// </param>
    /// <param name="seed">Random seed of the order of the images.</param>
    /// <param name="epoch">Number of the epoch. At least 0. Each epoch has a different order.</param>
    /// <param name="firstBatch">Number of batches to skip at the start of the epoch. At least 0.</param>
    /// <param name="processes">The processes that share each batch; each gets its part. Default null: this process alone.</param>
    /// <param name="workers">Number of threads that read images. At least 1. Default: one fewer than the cores, but at least one.</param>
    /// <param name="cancellationToken">Cancels waiting for the next batch.</param>
    /// <exception cref="ArgumentException">A number is out of range.</exception>
    public ImageBatches EpochBatches(
        int batchSize,
        long seed,
        long epoch = 0,
        long firstBatch = 0,
        IProcessGroup? processes = null,
        int? workers = null,
        CancellationToken cancellationToken = default)
    {
        ImageBatches.AtLeast(0, epoch, nameof(epoch));
        ImageBatches.AtLeast(0, firstBatch, nameof(firstBatch));
        return new(this, batchSize, () => new EpochPart(Order(seed, epoch), firstBatch), processes, workers, cancellationToken);
    }

    /// <summary>Returns the indices of an epoch's images, in training order. The base class shuffles 0 to Count - 1.</summary>
    /// <param name="seed">Random seed of the order.</param>
    /// <param name="epoch">Number of the epoch, from 0.</param>
    public virtual IReadOnlyList<long> Order(long seed, long epoch) =>
        [.. EpochShuffle.Indices(seed, epoch, Count).Select(index => (long)index)];

    /// <summary>Returns the class of an image, in [0, ClassNames.Count - 1]. Called only if there are classes.</summary>
    /// <param name="index">An index from <see cref="Order"/>.</param>
    public virtual int LabelOf(long index) => 0;

    /// <summary>Writes the pixels of an image. Called from several threads.</summary>
    /// <param name="index">An index from <see cref="Order"/>.</param>
    /// <param name="pixels">Receives <see cref="ImageFormat.Bytes"/> bytes, [H, W, C] in row-major order.</param>
    /// <returns>False if the image cannot be read; it is then left out of its batch.</returns>
    public abstract bool TryRead(long index, Span<byte> pixels);

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Closes the files. The base class has none.</summary>
    /// <param name="disposing">Whether <see cref="Dispose()"/> was called.</param>
    protected virtual void Dispose(bool disposing)
    {
    }

    private void CheckFit(DcganTrainer trainer)
    {
        GeneratorOptions networks = trainer.Generator.Options;
        var expected = ImageFormat.Of(networks);
        if (expected != Format)
        {
            throw new ArgumentException(
                $"trainer: the networks have images of {expected}, but the images are {Format}; read them with Format = ImageFormat.Of(trainer.Generator.Options).",
                nameof(trainer));
        }

        if (networks.Classes != ClassNames.Count)
        {
            throw new ArgumentException(
                $"trainer: the networks have {networks.Classes} classes, but the images have {ClassNames.Count}.", nameof(trainer));
        }

        if (networks.ClassNames is { } names && names.Zip(ClassNames).FirstOrDefault(pair => pair.First != pair.Second) is { First: not null } other)
        {
            throw new ArgumentException(
                $"trainer: class {names.IndexOf(other.First)} of the networks is {other.First}, but that of the images is {other.Second}; the classes must have the same names in the same order.",
                nameof(trainer));
        }
    }
}
