using System.Text;
using FluentAssertions;
using TrainFaces.Measuring;
using Xunit;

namespace TrainFaces.Tests.Measuring;

public class MeasureHistoryTests
{
    [Fact]
    public void Every_evaluation_is_a_line()
    {
        var history = new MeasureHistory();
        history.Add(new MeasuredEpoch(200, 1, 2048, [0.5, 12, 0.25, 0.01, 0.75, 0.5, 1.5, 0.625, double.NaN, 0.375]));

        Encoding.UTF8.GetString(history.ToCsv()).Should().Be(
            "step,epoch,images,sliced_wasserstein,frechet,frechet_of_variance,kernel_distance,precision,recall,density,coverage,multi_scale_similarity,real_multi_scale_similarity\n"
            + "200,1,2048,0.5,12,0.25,0.01,0.75,0.5,1.5,0.625,NaN,0.375\n");
    }

    [Fact]
    public void Rows_of_an_earlier_part_of_the_run_are_restored_up_to_its_checkpoint()
    {
        var earlier = new MeasureHistory();
        earlier.Add(Row(200));
        earlier.Add(Row(400));
        earlier.Add(Row(600));
        string csv = Encoding.UTF8.GetString(earlier.ToCsv());
        var history = new MeasureHistory();
        history.Add(Row(9));

        history.Restore("measures.csv", csv, upToStep: 400);

        history.Rows.Select(row => row.Step).Should().Equal(200, 400);
        history.Contains(400).Should().BeTrue();
        history.Contains(600).Should().BeFalse();
        csv.Should().StartWith(Encoding.UTF8.GetString(history.ToCsv()), "NaN values are kept");
    }

    [Theory]
    [InlineData("300,1,2048,wrong,1,2,3,4,5,6,7,8,9\n", "13 numbers with increasing steps")]
    [InlineData("300,1,2048,1,2,3,4,5,6,7,8,9\n", "13 numbers with increasing steps")]
    [InlineData("300,1", "a line that ends with a line break")]
    public void A_line_that_no_run_writes_is_named_and_nothing_is_dropped(string line, string expected)
    {
        var history = new MeasureHistory();
        history.Add(Row(200));
        string csv = Encoding.UTF8.GetString(history.ToCsv());

        history.Invoking(it => it.Restore("out/measures.csv", csv + line, upToStep: 400)).Should().Throw<SampleException>()
            .WithMessage($"--resume: out/measures.csv, line 3: expected {expected} but found \"{line.TrimEnd('\n')}\".*");
        history.Contains(200).Should().BeTrue();
    }

    [Fact]
    public void The_indexer_returns_the_value_of_a_measure()
    {
        Row(1)[Measure.FrechetOfVariance].Should().Be(2);
        Row(1)[Measure.Coverage].Should().Be(7);
    }

    private static MeasuredEpoch Row(long step) => new(step, 1, 2048, [0, 1, 2, 3, 4, 5, 6, 7, double.NaN, 9]);
}
