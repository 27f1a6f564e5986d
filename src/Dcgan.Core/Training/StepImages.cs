using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>What one pass or more learn from, on the networks' device.</summary>
/// <param name="Images">Real ones, [N, C, H, W].</param>
/// <param name="Labels">Theirs and those of the generated ones, [N], or null.</param>
/// <param name="Latents">[M, LatentSize].</param>
internal sealed record StepImages(Tensor Images, Tensor? Labels, Tensor Latents)
{
    /// <summary>How many latents a step draws: for each pass of the generator as many as it has real images to itself.</summary>
    internal static int LatentCount(long images, UpdateSchedule schedule) => checked((int)Sizes(images, schedule).Sum());

    /// <summary>Parts of about equal size to go through the networks one after the other, each with its share of the whole.</summary>
    internal IEnumerable<(StepImages Part, double Share)> Split(int parts)
    {
        if (parts == 1)
        {
            return [(this, 1)];
        }

        Tensor[] images = Images.tensor_split(parts);
        Tensor[]? labels = Labels?.tensor_split(parts);
        Tensor[] latents = Latents.tensor_split(parts);
        return images.Select((part, index) =>
            (new StepImages(part, labels?[index], latents[index]), (double)part.shape[0] / Images.shape[0]));
    }

    /// <summary>
    /// One for each of the generator's passes: each update of the discriminator has its own share of the images, and those of the
    /// generator the last one's. The latents are dealt out likewise.
    /// </summary>
    internal IReadOnlyList<StepImages> Deal(UpdateSchedule schedule)
    {
        Tensor[] images = Images.tensor_split(schedule.DiscriminatorSteps);
        Tensor[]? labels = Labels?.tensor_split(schedule.DiscriminatorSteps);
        long[] sizes = Sizes(Images.shape[0], schedule);
        Tensor[] latents = sizes.Sum() == Latents.shape[0] ? Latents.split(sizes) : Latents.tensor_split(sizes.Length);
        return
        [
            .. latents.Select((part, pass) =>
            {
                int share = Math.Min(pass, images.Length - 1);
                return new StepImages(images[share], labels?[share], part);
            }),
        ];
    }

    private static long[] Sizes(long images, UpdateSchedule schedule)
    {
        // As tensor_split deals them out: the first ones have one more where they do not come out even.
        (long share, long rest) = Math.DivRem(images, schedule.DiscriminatorSteps);
        return
        [
            .. Enumerable.Range(0, schedule.GeneratorPasses)
                .Select(pass => share + (Math.Min(pass, schedule.DiscriminatorSteps - 1) < rest ? 1 : 0)),
        ];
    }
}
