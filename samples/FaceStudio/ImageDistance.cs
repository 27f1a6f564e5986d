using Dcgan.Core;
using Dcgan.Core.Evaluation;
using Dcgan.Images;
using TorchSharp;

namespace FaceStudio;

/// <summary>
/// Measures how near generated images are to the training images, as the run goes on: the sliced Wasserstein distance, which needs no
/// trained network. Measuring 256 images of 64x64 pixels takes about a second.
/// </summary>
internal sealed class ImageDistance : IDisposable
{
    private const int BatchSize = 16;

    /// <summary>The same latents each time, so that the values of a run differ only by its progress.</summary>
    private const long Seed = 1;

    private readonly SlicedWassersteinDistance distance = new(new() { PatchesPerImage = 16, Projections = 128 });

    /// <summary>Reads about as many of the images as a picture may have, the same ones in each training.</summary>
    /// <exception cref="InvalidDataException">Too few of the images can be read.</exception>
    /// <exception cref="OperationCanceledException">The token was canceled.</exception>
    public ImageDistance(ImageFolder images, CancellationToken cancel)
    {
        try
        {
            foreach (DcganBatch batch in images.EpochBatches(BatchSize, seed: Seed, cancellationToken: cancel))
            {
                distance.AddReal(batch.Images, cancellationToken: cancel);
                if (distance.RealCount >= TrainingStatus.MaxFacesOf(((int)batch.Images.shape[2], (int)batch.Images.shape[3])))
                {
                    return;
                }
            }
        }
        catch
        {
            distance.Dispose();
            throw;
        }
    }

    /// <summary>The distance of a generator's images, at least 0; lower is nearer.</summary>
    public double Of(Generator generator)
    {
        using torch.Tensor images = generator.Sample((int)distance.RealCount, Seed);
        return Of(images);
    }

    /// <inheritdoc cref="Of(Generator)"/>
    public double Of(torch.Tensor images)
    {
        distance.ClearGenerated();
        distance.AddGenerated(images);
        return distance.Measure().Mean;
    }

    public void Dispose() => distance.Dispose();
}
