using Dcgan.Core;
using FluentAssertions;
using SixLabors.ImageSharp;
using TrainFaces.Measuring;
using TrainFaces.Output;
using Xunit;

namespace TrainFaces.Tests.Output;

public class RunPlotTests
{
    [Fact]
    public void Losses_alone_are_one_plot() => HeightOf(RunPlot.Draw(Losses(), new MeasureHistory())).Should().Be(540);

    [Fact]
    public void Measures_have_a_plot_below_the_losses()
    {
        var measures = new MeasureHistory();
        for (int epoch = 1; epoch <= 8; epoch++)
        {
            double done = epoch / 8.0;
            measures.Add(new MeasuredEpoch(25 * epoch, epoch, 2048, [0, 0, 1.2 - done, 0, 0, 0, 0, 0.9 * done, 0, 0]));
        }

        HeightOf(RunPlot.Draw(Losses(), measures)).Should().Be(940);
    }

    [Fact]
    public void A_measure_that_is_no_number_does_not_hinder_the_plot()
    {
        var measures = new MeasureHistory();
        measures.Add(new MeasuredEpoch(200, 1, 2, [.. Enumerable.Repeat(double.NaN, 10)]));

        HeightOf(RunPlot.Draw(Losses(), measures)).Should().Be(940);
    }

    private static int HeightOf(byte[] png) => Image.Identify(png).Height;

    private static LossHistory Losses()
    {
        var history = new LossHistory();
        for (int step = 1; step <= 200; step++)
        {
            history.Add(1 + (step / 25), new DcganStep
            {
                Number = step,
                GeneratorLoss = 1 + (0.3 * Math.Sin(step)),
                DiscriminatorLoss = 1.2 - (0.002 * step),
                RealProbability = 0.75,
                GeneratedProbability = 0.125,
                GeneratorGradientNorm = 3,
                DiscriminatorGradientNorm = 4,
                Duration = TimeSpan.FromMilliseconds(1500),
            });
        }

        return history;
    }
}
