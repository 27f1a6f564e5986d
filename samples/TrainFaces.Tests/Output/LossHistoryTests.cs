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
        history.Add(2, new DcganStep
        {
            Number = 7,
            GeneratorLoss = 0.5,
            DiscriminatorLoss = 1.25,
            RealProbability = 0.75,
            GeneratedProbability = 0.125,
            GeneratorGradientNorm = 3,
            DiscriminatorGradientNorm = 4,
            Duration = TimeSpan.FromMilliseconds(1500),
        });

        Encoding.UTF8.GetString(history.ToCsv()).Should().Be(
            "step,epoch,generator_loss,discriminator_loss,d_x,d_g_z,seconds\n7,2,0.5,1.25,0.75,0.125,1.5000\n");
    }
}
