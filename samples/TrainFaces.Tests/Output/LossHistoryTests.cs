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

        history.Restore(csv + "4,2,not a number,1,1,1,1\n2,2", upToStep: 2);

        history.Steps.Select(entry => (entry.Epoch, entry.Step.Number)).Should().Equal((1, 1L), (2, 2L));
        csv.Should().StartWith(Encoding.UTF8.GetString(history.ToCsv()));
    }

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
