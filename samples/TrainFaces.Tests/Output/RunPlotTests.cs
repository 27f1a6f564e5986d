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
    public void Without_measures_there_is_one_plot() => HeightOf(RunPlot.Draw(Losses(), new MeasureHistory())).Should().Be(540);

    [Fact]
    public void Measures_have_their_own_plot_below_the_losses()
    {
        var measures = new MeasureHistory();
        for (int epoch = 1; epoch <= 8; epoch++)
        {
            double progress = epoch / 8.0;
            measures.Add(new MeasuredEpoch(25 * epoch, epoch, 2048, [0, 0, 1.2 - progress, 0, 0, 0, 0, 0.9 * progress, 0, 0]));
        }

        HeightOf(RunPlot.Draw(Losses(), measures)).Should().Be(940);
    }

    [Fact]
    public void A_nan_measure_does_not_break_the_plot()
    {
        var measures = new MeasureHistory();
        measures.Add(new MeasuredEpoch(200, 1, 2, [.. Enumerable.Repeat(double.NaN, 10)]));

        HeightOf(RunPlot.Draw(Losses(), measures)).Should().Be(940);
    }

    [Theory]
    [InlineData(1e300)]
    [InlineData(double.MaxValue)]
    [InlineData(5e-324)]
    public void An_extreme_loss_does_not_break_the_plot(double loss)
    {
        var history = new LossHistory();
        DcganStep step = Losses().Steps[0].Step;
        history.Add(1, step with { GeneratorLoss = loss, DiscriminatorLoss = -loss });
        history.Add(1, step with { Number = 2 });

        HeightOf(RunPlot.Draw(history, new MeasureHistory())).Should().Be(540);
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
