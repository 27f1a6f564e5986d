using System.Diagnostics.CodeAnalysis;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <content>What a step refuses, before it has drawn or changed anything.</content>
public sealed partial class DcganTrainer
{
    private void CheckBatch(DcganBatch batch)
    {
        CheckImages(batch.Images, training: true);
        ClassLabels.Check(batch.Labels, batch.Images.shape[0], discriminator.Options.Classes);
        Expect.Batch(batch.Images, "images", training: true); // As many latents are drawn, which the generator normalises together.
        long images = batch.Images.shape[0];
        long parts = (long)Options.Schedule.DiscriminatorSteps * Options.MicroBatches;
        if (parts > 1 && images < 2 * parts)
        {
            throw new ArgumentException(
                $"images: {Options.Schedule.DiscriminatorSteps} updates of the discriminator in {Options.MicroBatches} micro-batches need at least {2 * parts} images, 2 for each, but was {images}.",
                nameof(batch));
        }

        if (batch.Latents is not null)
        {
            generator.CheckLatents(batch.Latents, training: true);
            CheckLatentCount(batch.Latents.shape[0], batch);
        }
    }

    /// <summary>Where images and latents belong together, one by one or part by part.</summary>
    private void CheckLatentCount(long latents, DcganBatch batch)
    {
        long expected = StepImages.LatentCount(batch.Images.shape[0], Options.Schedule);
        bool belongTogether = batch.Labels is not null || Options.MicroBatches > 1;
        if (belongTogether ? latents != expected : latents < 2 * Options.Schedule.GeneratorPasses)
        {
            string rule = belongTogether
                ? $"with labels or micro-batches a step of {batch.Images.shape[0]} images takes {expected}"
                : $"the generator's {Options.Schedule.GeneratorPasses} passes take at least 2 each";
            throw new ArgumentException($"latents: {rule} but was {latents}.", nameof(batch));
        }
    }

    private void CheckImages([NotNull] Tensor? images, bool training)
    {
        discriminator.CheckImages(images, training);
        Expect.NotDisposed(generator.FirstWeight, this);
        Tensor made = generator.FirstWeight;
        Tensor judged = discriminator.FirstWeight;
        if (made.dtype != judged.dtype || made.device_type != judged.device_type || made.device_index != judged.device_index)
        {
            throw new InvalidOperationException(
                $"The generator is {made.dtype} on {made.device} but the discriminator {judged.dtype} on {judged.device}: move the trainer, not one of them.");
        }
    }
}
