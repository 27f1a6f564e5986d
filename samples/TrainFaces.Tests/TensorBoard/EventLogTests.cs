using Dcgan.Core;
using FluentAssertions;
using SixLabors.ImageSharp;
using TrainFaces.Measuring;
using TrainFaces.TensorBoard;
using Xunit;

namespace TrainFaces.Tests.TensorBoard;

public sealed class EventLogTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly List<string> warnings = [];

    private TrainFacesOptions Options => new() { Out = folder.File("run"), TensorBoard = Events };

    private string Events => folder.File("run/tensorboard");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_independent_reader_computes_the_published_check_value_of_crc_32c() =>
        EventReader.Crc("123456789"u8.ToArray()).Should().Be(0xE3069283);

    [Fact]
    public void Every_number_of_a_step_is_written_and_unknown_ones_are_left_out()
    {
        using (var log = EventLog.Create(Options, lastStep: null, warnings.Add)!)
        {
            log.AddStep(Step(1) with { Diversity = 0.5, Penalty = 0.25 }, augmentationProbability: 0.125);
            log.AddStep(Step(2) with { GeneratorGradientNorm = double.NaN }, augmentationProbability: 0);
        }

        var events = EventReader.ReadFolder(Events);
        events.Should().HaveCount(4);
        events[0].Should().Match<ReadEvent>(first => first.Version == "brain.Event:2" && first.Step == 0);
        events[1].IsStart.Should().BeTrue();
        events.Select(read => read.WallTime).Should().BeInAscendingOrder().And.AllSatisfy(
            time => time.Should().BeApproximately(DateTimeOffset.UtcNow.ToUnixTimeSeconds(), 600, "TensorBoard wants seconds since 1970"));
        events[2].Step.Should().Be(1);
        events[2].Values.Select(value => (value.Tag, value.Scalar)).Should().Equal(
            ("loss/generator", 1.5f), ("loss/discriminator", 0.75f), ("loss/penalty", 0.25f), ("probability/real", 0.875f), ("probability/generated", 0.0625f),
            ("score_gap", 2f), ("gradient_norm/generator", 3f), ("gradient_norm/discriminator", 4f), ("augmentation_probability", 0.125f), ("diversity", 0.5f),
            ("seconds_per_step", 0.25f));
        events[3].Values.Select(value => value.Tag).Should().NotContain("gradient_norm/generator").And.NotContain("diversity").And.HaveCount(9);
        warnings.Should().BeEmpty();
    }

    [Fact]
    public void Measures_and_grids_are_written_at_their_steps()
    {
        byte[] grid = TestImages.Gray(100);
        var size = Image.Identify(grid);
        using (var log = EventLog.Create(Options, lastStep: null, warnings.Add)!)
        {
            log.AddMeasures(new MeasuredEpoch(20, 1, 2048, [1, 2, 3, double.NaN, 5, 6, 7, 8, 9, 10]));
            log.AddSamples(20, grid, channels: 1);
        }

        var events = EventReader.ReadFolder(Events)[2..];
        events.Should().OnlyContain(read => read.Step == 20);
        events[0].Values.Should().HaveCount(9, "a measure that could not be computed is left out");
        events[0].Values.Should().Contain(value => value.Tag == "measures/frechet_of_variance" && value.Scalar == 3);
        var (tag, _, imageSize, image) = events[1].Values.Should().ContainSingle().Subject;
        tag.Should().Be("samples");
        imageSize.Should().Equal(size.Height, size.Width, 1);
        image.Should().Equal(grid);
    }

    [Fact]
    public void A_resumed_run_repeats_no_step_also_after_a_kill_in_the_middle_of_a_record()
    {
        WriteSteps(lastStep: null, from: 1, to: 5);
        string first = Directory.GetFiles(Events).Single();
        using (var torn = new FileStream(first, FileMode.Append))
        {
            torn.Write([24, 0, 0, 0, 0, 0, 0, 0, 1, 2]);
        }

        WriteSteps(lastStep: 3, from: 4, to: 6);
        WriteSteps(lastStep: 3, from: 4, to: 7);

        var events = EventReader.ReadFolder(Events);
        events.Where(read => read.Values.Count > 0).Select(read => read.Step).Should().Equal(1, 2, 3, 4, 5, 6, 7);
        Directory.GetFiles(Events).Should().HaveCount(2, "the file of the second part had only steps that were repeated");
        events.Where(read => read.IsStart).Select(read => read.Step).Should().Equal([0, 4], "a TensorBoard that is running drops the steps from 4 on");
    }

    [Fact]
    public void A_damaged_record_and_what_follows_it_are_moved_to_a_copy()
    {
        WriteSteps(lastStep: null, from: 1, to: 5);
        string file = Directory.GetFiles(Events).Single();
        byte[] content = File.ReadAllBytes(file);
        content[^20]++;
        File.WriteAllBytes(file, content);

        WriteSteps(lastStep: 5, from: 6, to: 6);

        string copy = file.Replace("tfevents", "damaged");
        EventReader.ReadFolder(Events).Where(read => read.Values.Count > 0).Select(read => read.Step).Should().Equal(1, 2, 3, 4, 6);
        File.ReadAllBytes(copy).Should().Equal(content);
        warnings.Should().Equal(
            $"--tensorboard {Events}: {Path.GetFileName(file)} is damaged. Its events before the damage are kept; the file as it was is now {Path.GetFileName(copy)}.");

        File.WriteAllBytes(file, content); // As if the program had been killed between the copy and the cut.
        WriteSteps(lastStep: 4, from: 5, to: 5);
        File.ReadAllBytes($"{copy}-2").Should().Equal(content);
    }

    [Fact]
    public void A_link_or_a_pipe_among_the_event_files_is_refused_and_its_target_is_kept()
    {
        WriteSteps(lastStep: null, from: 1, to: 2);
        byte[] target = [1, 2, 3];
        folder.Write("target", target);
        string name = Path.GetFileName(Directory.GetFiles(Events).Single());
        string link = Path.Combine(Events, $"{name[..^1]}0");
        var resumed = Options with { Resume = true };

        File.CreateSymbolicLink(link, folder.File("target"));
        FluentActions.Invoking(() => EventLog.Check(resumed)).Should().Throw<SampleException>()
            .WithMessage($"--tensorboard {Events}: {Path.GetFileName(link)} is a link, not an event file. Move it away, or use another folder.");
        File.Delete(link);
        NamedPipe.Create(link);
        FluentActions.Invoking(() => EventLog.Check(resumed)).Should().Throw<SampleException>().WithMessage("*is a pipe, not an event file.*");

        File.ReadAllBytes(folder.File("target")).Should().Equal(target);
    }

    [Fact]
    public void Each_part_of_a_run_has_a_file_even_if_they_begin_in_one_millisecond()
    {
        WriteSteps(lastStep: null, from: 1, to: 1);
        for (long step = 1; step < 50; step++)
        {
            WriteSteps(lastStep: step, from: step + 1, to: step + 1);
        }

        EventReader.ReadFolder(Events).Where(read => read.Values.Count > 0).Select(read => read.Step).Should().Equal(Enumerable.Range(1, 50).Select(step => (long)step));
        Directory.GetFiles(Events).Should().HaveCount(50);
    }

    [Fact]
    public void A_run_that_was_stopped_before_its_first_checkpoint_starts_its_events_over()
    {
        WriteSteps(lastStep: null, from: 1, to: 5);
        WriteSteps(lastStep: null, from: 1, to: 2);

        EventReader.ReadFolder(Events).Where(read => read.Values.Count > 0).Select(read => read.Step).Should().Equal(1, 2);
    }

    [Fact]
    public void Events_of_another_run_are_refused_and_kept()
    {
        string shared = folder.File("shared");
        var options = Options with { TensorBoard = shared };
        EventLog.Check(options);
        using (var log = EventLog.Create(options, lastStep: null, warnings.Add))
        {
            log!.AddStep(Step(1), 0);
        }

        string name = Path.GetFileName(Directory.GetFiles(shared).Single());
        string refused = $"--tensorboard {shared}: has the event files of another run, such as {name}, which TensorBoard would show as part of this run. Use another folder.";
        EventLog.Check(options with { Resume = true });
        ((Action)(() => EventLog.Check(options))).Should().Throw<SampleException>().WithMessage(refused);
        ((Action)(() => EventLog.Check(options with { Resume = true, Out = folder.File("other") }))).Should().Throw<SampleException>().WithMessage(refused);
        Directory.GetFiles(shared).Should().ContainSingle();
    }

    [Fact]
    public void The_events_in_the_output_folder_belong_to_the_run_after_the_folder_was_moved()
    {
        WriteSteps(lastStep: null, from: 1, to: 5);
        Directory.Move(folder.File("run"), folder.File("moved"));

        EventLog.Check(new TrainFacesOptions { Out = folder.File("moved"), TensorBoard = folder.File("moved/tensorboard"), Resume = true });
    }

    [Fact]
    public void A_folder_that_cannot_be_written_is_refused()
    {
        folder.Write("file", [1]);

        ((Action)(() => EventLog.Check(Options with { TensorBoard = folder.File("file/events") }))).Should().Throw<SampleException>()
            .WithMessage($"--tensorboard {folder.File("file/events")}: cannot write to this folder. *");
        using var none = EventLog.Create(Options with { TensorBoard = null }, lastStep: null, warnings.Add);
        none.Should().BeNull();
    }

    private static DcganStep Step(long number) => new()
    {
        Number = number,
        GeneratorLoss = 1.5,
        DiscriminatorLoss = 0.75,
        RealProbability = 0.875,
        GeneratedProbability = 0.0625,
        ScoreGap = 2,
        GeneratorGradientNorm = 3,
        DiscriminatorGradientNorm = 4,
        Duration = TimeSpan.FromMilliseconds(250),
    };

    private void WriteSteps(long? lastStep, long from, long to)
    {
        using var log = EventLog.Create(Options, lastStep, warnings.Add)!;
        for (long step = from; step <= to; step++)
        {
            log.AddStep(Step(step), 0);
        }
    }
}
