using System.Globalization;

namespace Dcgan.Benchmarks;

/// <summary>
/// Prints what the model says about many hosts: the efficiency, which is the share of a step that computes, and the share of a step that
/// overlapping the sums with the computation would hide.
/// </summary>
internal static class ScaleTable
{
    /// <summary>The hidden share of a step from which on overlapping pays.</summary>
    private const double Pays = 0.05;

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
            ["threads", "images a process", "processes", .. networks.SelectMany(network => (string[])[network.Title, "hidden"])],
            from threads in Threads
            from images in Images
            from processes in Processes
            select (string[])
            [
                Report.Text(threads, "F0"),
                Report.Text(images, "F0"),
                Report.Text(processes, "F0"),
                .. networks.SelectMany(network => Cells(network.Model, network.Link, reading, processes, ofStep / threads, images * ofImage / threads)),
            ]);
        Report.WriteLine(
            "Each network's column is the efficiency. Hidden: the share of a step for which the discriminator's sum could travel during the "
            + $"generator's backward pass, in the simultaneous schedule; marked where it exceeds {Report.Text(Pays, "P0")}. In the alternating schedule, the "
            + "discriminator's sum ends before the generator's loss, so nothing is hidden.");
        Report.WriteLine("");
    }

    private static string[] Cells(NetworkModel model, Link link, RankReading reading, int processes, double ofStep, double ofImages)
    {
        double compute = ofStep + ofImages;
        double step = model.Step(compute, reading.Sums, reading.Meetings, processes, link);
        double hidden = Math.Min(model.Sum(reading.Sums[^1], processes, link), BackwardShare() * ofImages) / step;
        return [Report.Text(compute / step, "P0"), Report.Text(hidden, "P1") + (hidden > Pays ? " *" : "")];
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
