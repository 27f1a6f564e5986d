using FluentAssertions;
using TrainFaces.Data;
using TrainFaces.Measuring;
using TrainFaces.Output;
using Xunit;

namespace TrainFaces.Tests.Measuring;

public class MeasuredImagesTests
{
    [Fact]
    public void Reading_reports_every_64_images_also_if_they_are_unreadable()
    {
        using var source = new NumberedImages(130, unreadable: [.. Enumerable.Range(0, 130)]);
        var fractions = new List<double>();
        var read = () => MeasuredImages.Read("--data", source, 100, _ => { }, new Reporter(fractions.Add), CancellationToken.None);

        read.Should().Throw<SampleException>();
        fractions.Should().Equal(64 / 130.0, 128 / 130.0, 1);
    }

    [Fact]
    public void Too_few_images_are_rejected()
    {
        using var source = new NumberedImages(3, unreadable: [0, 1, 2]);
        var read = () => MeasuredImages.Read("--data", source, 10, _ => { }, new Reporter(_ => { }), CancellationToken.None);

        read.Should().Throw<SampleException>().WithMessage("--data: must contain at least 6 readable images but contains 0.");
    }

    [Fact]
    public async Task Cancellation_does_not_wait_for_a_read_that_hangs()
    {
        using var source = new HangingImages();
        using var stop = new CancellationTokenSource();
        var read = Task.Run(() => MeasuredImages.Read("--data", source, 8, _ => { }, new Reporter(_ => { }), stop.Token));
        source.Reading.Wait(TimeSpan.FromMinutes(10)).Should().BeTrue("the read begins");

        await stop.CancelAsync();

        // The read still hangs. The limit only ends the test if the run does not end.
        await read.Awaiting(task => task.WaitAsync(TimeSpan.FromMinutes(10))).Should().ThrowAsync<OperationCanceledException>();
    }
}
