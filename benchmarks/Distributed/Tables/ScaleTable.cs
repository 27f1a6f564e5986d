using System.Globalization;

namespace Dcgan.Benchmarks;

/// <summary>
/// Prints what the model says about many hosts: the efficiency, which is the share of a step that computes, with and without overlapping
/// the discriminator's sum with the generator's backward pass.
/// </summary>
internal static class ScaleTable
{
    private static readonly int[] Processes = [2, 4, 16, 64, 256];

    /// <summary>Images of each process: the reference's batch, and a quarter of it.</summary>
    private static readonly int[] Images = [64, 16];

    /// <summary>Threads of each process. A step on 16 of them takes a sixteenth of the time on one, at best.</summary>
    private static readonly int[] Threads = [1, 16];

    internal static void Write(DistributedTrials trials, MpiResults results)
    {
        var model = NetworkModel.Of(results[trials.Sums(DistributedTrials.Hosts[0])].Timings, DistributedTrials.Hosts[0]);
        (string Title, NetworkModel Model, Link Link)[] networks =
        [
            ("10 Gbit/s", model, new Link(10, 0)),
            ("100 Gbit/s", model, new Link(100, 0)),
            ("100 Gbit/s, RDMA", model.WithoutCopying(), new Link(100, 0)),
        ];
        (double ofStep, double ofImage) = ComputeTime(trials, results);
        RankReading reading = results[trials.Few];
        Report.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"The model for many hosts, the reference's networks, whose step computes for {ofStep * 1000:F0} ms and {ofImage * 1000:F0} ms an image on one thread:"));
        Report.WriteLine("");
        Report.WriteTable(
            ["threads", "images a process", "processes", .. networks.SelectMany(network => (string[])[network.Title, "without overlap"])],
            from threads in Threads
            from images in Images
            from processes in Processes
            select (string[])
            [
                Report.Text(threads, "F0"),
                Report.Text(images, "F0"),
                Report.Text(processes, "F0"),
                .. networks.SelectMany(network => Cells(network.Model, network.Link, reading, processes, threads, ofStep / threads, images * ofImage / threads)),
            ]);
        Report.WriteLine(
            "The efficiency, the share of a step that computes. Without overlap: if the discriminator's sum did not run during the generator's "
            + "backward pass. The overlap assumes that polling once in a millisecond is often enough; it is not at 100 Gbit/s.");
        Report.WriteLine("");
    }

    private static string[] Cells(NetworkModel model, Link link, RankReading reading, int processes, int threads, double ofStep, double ofImages)
    {
        double compute = ofStep + ofImages;
        double inTurn = model.Step(compute, reading.Sums, reading.Meetings, processes, link);
        double overlapping = inTurn - model.Hidden(reading.BytesInBackground, processes, link, BackwardShare() * ofImages, threads);
        return [Report.Text(compute / overlapping, "P0"), Report.Text(compute / inTurn, "P0")];
    }

    /// <summary>Seconds of a step of the reference's networks on one thread, whatever its images are, and of each image.</summary>
    private static (double OfStep, double OfImage) ComputeTime(DistributedTrials trials, MpiResults results)
    {
        int many = DistributedTrials.Batch / DistributedTrials.Hosts[0];
        double ofMany = results[trials.Run(RankNetworks.Reference, DistributedTrials.Hosts[0], Link.Unlimited)].SecondsApart;
        double ofFew = results[trials.Few].SecondsApart;
        double ofImage = (ofMany - ofFew) / (many - DistributedTrials.FewImages);
        return (Math.Max(0, ofMany - (many * ofImage)), ofImage);
    }

    /// <summary>
    /// The share of a step's computation that follows the discriminator's gradients: the generator's loss goes back through the
    /// discriminator and the generator. See <see cref="StepArithmetic"/>.
    /// </summary>
    private static double BackwardShare()
    {
        var shape = NetworkShape.Of(NetworkSize.Reference);
        LayerShape[] generator = [.. shape.GeneratorLayers()];
        double backward = (2 * generator.Sum(layer => layer.Forward)) - generator[0].Forward + shape.DiscriminatorLayers().Sum(layer => layer.Forward);
        return backward / StepArithmetic.Train(shape);
    }
}
