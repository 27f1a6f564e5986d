using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>The checked input of one or more forward passes, on the networks' device.</summary>
/// <param name="images">Real images, [N, C, H, W].</param>
/// <param name="labels">The class of each real image and of its generated counterpart, [N]; null if there are no classes.</param>
/// <param name="latents">[M, LatentSize].</param>
/// <param name="shares">The images of the other processes of the run; null if there are none.</param>
/// <param name="pass">The number of the forward pass in the step, from 0; of the first one if there are several.</param>
internal sealed class StepBatch(Tensor images, Tensor? labels, Tensor latents, BatchShares? shares = null, int pass = 0)
{
    internal Tensor Images => images;

    internal Tensor? Labels => labels;

    internal Tensor Latents => latents;

    /// <summary>
    /// The number of latents for a step: each batch of generated images is as large as the batch of real images beside it.
    /// </summary>
    internal static int LatentCount(long images, UpdateSchedule schedule) => checked((int)Sizes(images, schedule).Sum());

    /// <summary>
    /// Splits the batch into parts of about equal size, each with its share of the whole batch of all processes. For the parts of other
    /// processes, only the random numbers are drawn, so that the random streams of all processes stay equal.
    /// </summary>
    /// <param name="parts">The number of parts.</param>
    /// <param name="skip">Draws the random numbers of a part of the given size.</param>
    internal IEnumerable<(StepBatch Part, double Share, bool IsLast)> Split(int parts, Action<long> skip)
    {
        foreach (long count in shares?.EarlierParts(pass) ?? [])
        {
            skip(count);
        }

        foreach ((int index, (StepBatch part, double share)) in OwnParts(parts).Index())
        {
            yield return (part, share, index == parts - 1);
        }

        foreach (long count in shares?.LaterParts(pass) ?? [])
        {
            skip(count);
        }
    }

    /// <summary>
    /// Divides the batch among the forward passes of an alternating schedule: each update of the discriminator gets its own
    /// share of the images, and all updates of the generator get the last share. The latents are divided in the same order.
    /// </summary>
    internal IReadOnlyList<StepBatch> Deal(UpdateSchedule schedule)
    {
        Tensor[] imageShares = images.tensor_split(schedule.DiscriminatorSteps);
        Tensor[]? labelShares = labels?.tensor_split(schedule.DiscriminatorSteps);
        long[] sizes = Sizes(images.size(0), schedule);
        Tensor[] latentShares = sizes.Sum() == latents.size(0) ? latents.split(sizes) : latents.tensor_split(sizes.Length);
        return
        [
            .. latentShares.Select((part, pass) =>
            {
                int share = Math.Min(pass, imageShares.Length - 1);
                return new StepBatch(imageShares[share], labelShares?[share], part, shares, pass);
            }),
        ];
    }

    /// <summary>Checks a host's batch before anything is drawn, changed or given to a native call.</summary>
    /// <exception cref="ArgumentException">The batch does not fit the networks or the options.</exception>
    internal static void Check(
        DcganBatch batch, Generator generator, Discriminator discriminator, DcganTrainerOptions options, bool isShared)
    {
        long parts = (long)options.Schedule.DiscriminatorSteps * options.MicroBatches;
        discriminator.CheckImages(batch.Images, training: parts == 1);
        long count = batch.Images.size(0);
        if (parts > 1 && count < 2 * parts)
        {
            throw Refused(
                "images",
                $"with DiscriminatorSteps {options.Schedule.DiscriminatorSteps} and MicroBatches {options.MicroBatches} a batch needs at least {2 * parts} images, 2 for each part, but has {count}.");
        }

        ClassLabels.Check(batch.Labels, count, discriminator.Options.Classes);
        Expect.Batch(batch.Images, "images", training: true); // The generator normalizes the same number of latents together.

        if (batch.Latents is not null)
        {
            generator.CheckLatents(batch.Latents, training: true);
            CheckLatentCount(batch.Latents.size(0), batch, options, isShared);
        }
    }

    /// <summary>
    /// What is not finite in a host's batch, as a sentence that begins with the parameter; null if everything is finite. Reads all
    /// values, so it is called only after a step has failed.
    /// </summary>
    internal static ArgumentException? FaultOf(DcganBatch batch) =>
        !Expect.AreFinite(batch.Images) ? NotFinite("images")
        : batch.Latents is not null && !Expect.AreFinite(batch.Latents) ? NotFinite("latents")
        : null;

    private static ArgumentException NotFinite(string argument) =>
        Refused(argument, "must be finite but contain NaN or infinite values. Nothing has changed.");

    /// <summary>
    /// Labels, micro-batches, relativistic objectives and processes pair each image with a latent, so the numbers must match.
    /// </summary>
    private static void CheckLatentCount(long count, DcganBatch batch, DcganTrainerOptions options, bool isShared)
    {
        long expected = LatentCount(batch.Images.size(0), options.Schedule);
        bool arePaired = batch.Labels is not null || options.MicroBatches > 1 || options.Loss.Objective.IsRelativistic || isShared;
        if (arePaired ? count != expected : count < 2 * options.Schedule.GeneratorPasses)
        {
            string rule = arePaired
                ? $"{(isShared ? "on several processes" : "with labels, micro-batches or a relativistic objective")} a step of {batch.Images.size(0)} images needs {expected} latents"
                : $"the generator's {options.Schedule.GeneratorPasses} forward passes need at least 2 latents each";
            throw Refused("latents", $"{rule} but was {count}.");
        }
    }

    private IEnumerable<(StepBatch Part, double Share)> OwnParts(int parts)
    {
        double own = shares?.Share(pass) ?? 1;
        if (parts == 1)
        {
            return [(this, own)];
        }

        Tensor[] partImages = images.tensor_split(parts);
        Tensor[]? partLabels = labels?.tensor_split(parts);
        Tensor[] partLatents = latents.tensor_split(parts);
        return partImages.Select((part, index) =>
            (new StepBatch(part, partLabels?[index], partLatents[index]), own * part.size(0) / images.size(0)));
    }

    /// <summary>An exception for an argument of <c>Step</c>, which is a part of the batch here.</summary>
    private static ArgumentException Refused(string argument, string rule) => new($"{argument}: {rule}", argument);

    /// <summary>The number of latents of each forward pass of the generator.</summary>
    internal static long[] Sizes(long images, UpdateSchedule schedule)
    {
        // Like tensor_split: if the division leaves a remainder, the first parts have one more image.
        (long share, long rest) = Math.DivRem(images, schedule.DiscriminatorSteps);
        return
        [
            .. Enumerable.Range(0, schedule.GeneratorPasses)
                .Select(pass => share + (Math.Min(pass, schedule.DiscriminatorSteps - 1) < rest ? 1 : 0)),
        ];
    }
}
