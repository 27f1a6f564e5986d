using System.Text;
using Dcgan.Core;
using FluentAssertions;
using TrainFaces.Output;
using Xunit;

namespace TrainFaces.Tests.Output;

public class LossHistoryTests
{
    [Fact]
    public void Every_step_is_a_line()
    {
        var history = new LossHistory();
        history.Add(2, Step(7));

        Encoding.UTF8.GetString(history.ToCsv()).Should().Be(
            "step,epoch,generator_loss,discriminator_loss,d_x,d_g_z,seconds\n7,2,0.5,1.25,0.75,0.125,1.5000\n");
    }

    [Fact]
    public void Steps_of_an_earlier_part_of_the_run_are_restored_up_to_its_checkpoint()
    {
        var earlier = new LossHistory();
        earlier.Add(1, Step(1));
        earlier.Add(2, Step(2));
        earlier.Add(2, Step(3));
        string csv = Encoding.UTF8.GetString(earlier.ToCsv());
        var history = new LossHistory();
        history.Add(9, Step(99));

        history.Restore("losses.csv", csv, upToStep: 2);

        history.Steps.Select(entry => (entry.Epoch, entry.Step.Number)).Should().Equal((1, 1L), (2, 2L));
        csv.Should().StartWith(Encoding.UTF8.GetString(history.ToCsv()));
    }

    [Theory]
    [InlineData(Good + "2,1,0.5,1,1,1,1e300\n", 3, "2,1,0.5,1,1,1,1e300")]
    [InlineData(Good + "1e300,1,0.5,1,1,1,1\n", 3, "1e300,1,0.5,1,1,1,1")]
    [InlineData(Good + "2,1,not a number,1,1,1,1\n", 3, "2,1,not a number,1,1,1,1")]
    [InlineData(Good + "2,1,0.5\n", 3, "2,1,0.5")]
    [InlineData(Good + "2,1,0.5,1,1,1,1.25", 3, "2,1,0.5,1,1,1,1.25", "a line that ends with a line break")] // Without its line break the last number may be cut off.
    [InlineData(Good + "1,1,0.5,1,1,1,1\n", 3, "1,1,0.5,1,1,1,1")]
    [InlineData(Good + "\n2,1,0.5,1,1,1,1\n", 3, "")]
    [InlineData("step,epoch\n", 1, "step,epoch", "\"step,epoch,generator_loss,discriminator_loss,d_x,d_g_z,seconds\"")]
    [InlineData("\0\0", 1, "??", "\"step,epoch,generator_loss,discriminator_loss,d_x,d_g_z,seconds\"")]
    public void A_line_that_no_run_writes_is_named_and_nothing_is_dropped(string csv, int line, string text, string expected = "7 numbers with increasing steps")
    {
        var history = new LossHistory();
        history.Add(9, Step(99));

        history.Invoking(it => it.Restore("out/losses.csv", csv, upToStep: 9)).Should().Throw<SampleException>().WithMessage(
            $"--resume: out/losses.csv, line {line}: expected {expected} but found \"{text}\". Restore the file, or rename it to resume without it.");
        history.Steps.Should().ContainSingle().Which.Step.Number.Should().Be(99);
    }

    [Fact]
    public void The_line_breaks_of_windows_are_read()
    {
        var history = new LossHistory();

        history.Restore("losses.csv", Good.ReplaceLineEndings("\r\n"), upToStep: 9);

        history.Steps.Should().ContainSingle().Which.Step.Duration.Should().Be(TimeSpan.FromSeconds(1.5));
    }

    private const string Good = "step,epoch,generator_loss,discriminator_loss,d_x,d_g_z,seconds\n1,1,0.5,1,1,1,1.5\n";

    private static DcganStep Step(long number) => new()
    {
        Number = number,
        GeneratorLoss = 0.5,
        DiscriminatorLoss = 1.25,
        RealProbability = 0.75,
        GeneratedProbability = 0.125,
        GeneratorGradientNorm = 3,
        DiscriminatorGradientNorm = 4,
        Duration = TimeSpan.FromMilliseconds(1500),
    };
}
