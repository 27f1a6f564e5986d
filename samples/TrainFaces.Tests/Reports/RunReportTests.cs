using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Dcgan.Core;
using FluentAssertions;
using TrainFaces.Measuring;
using TrainFaces.Output;
using TrainFaces.Reports;
using Xunit;

namespace TrainFaces.Tests.Reports;

public partial class RunReportTests
{
    private const string Hostile = "<script>alert(1)</script>&\"'{{machine}}";

    [Fact]
    public void The_page_needs_no_other_file_and_no_network()
    {
        string page = Write(Content());

        page.Should().Contain("default-src 'none'; img-src data:");
        Address().Matches(page).Select(match => match.Groups[1].Value).Should().OnlyContain(address => address.StartsWith("data:", StringComparison.Ordinal));
        page.Should().NotContain("@import").And.NotContain("url(").And.NotContain("{{");
    }

    [Fact]
    public void Values_are_text_and_neither_markup_nor_placeholders()
    {
        string page = Write(Content() with
        {
            Name = Hostile,
            ClassNames = [Hostile],
            CommandFolder = Hostile,
            Commands = [(Hostile, Hostile)],
            Options = [("--out", Hostile)],
            Summary = [("Images", Hostile)],
            Machine = [("CPU", Hostile)],
        });

        page.Should().NotContain("<script>alert").And.NotContain("alert(1)</script>");
        Regex.Count(page, Regex.Escape("&lt;script&gt;alert(1)&lt;/script&gt;&amp;&quot;&#39;{{machine}}")).Should().Be(9);
    }

    [Fact]
    public void Every_epoch_has_a_picture_with_its_step_and_the_slider_ends_at_the_last_one()
    {
        string page = Write(Content());

        Regex.Matches(page, "<img[^>]* data-label=\"([^\"]*)\" alt=\"([^\"]*)\"( hidden)? src").Select(match => (match.Groups[1].Value, match.Groups[2].Value, match.Groups[3].Success))
            .Should().Equal(
                ("Before training", "Before training: a grid of generated images", true),
                ("Epoch 1, step 3", "Epoch 1, step 3: a grid of generated images", true),
                ("Epoch 2, step 6", "Epoch 2, step 6: a grid of generated images", false));
        page.Should().Contain("<input type=\"range\" id=\"epoch\" min=\"0\" max=\"2\" step=\"1\" value=\"2\" aria-label=\"Epoch\">");
        page.Should().Contain("width=\"512\" height=\"256\"", "a grid of 64x32 pixels is enlarged").And.Contain($"src=\"data:image/png;base64,{Convert.ToBase64String([1, 2, 3])}\"");
        page.Should().NotContain("Classes of the rows");
    }

    [Fact]
    public void A_run_with_classes_names_the_rows() =>
        Write(Content() with { ClassNames = ["cat", "dog"] }).Should().Contain("Classes of the rows, from the top: cat, dog.");

    [Fact]
    public void Losses_and_measures_have_charts_and_a_table()
    {
        Write(Content()).Should().Contain("cross-entropy (nats)").And.Contain(">probability</text>").And.NotContain("Fréchet");

        string page = WebText(Write(Content() with { Measures = Measures() }));
        page.Should().Contain("Fréchet distance / real variance (lower is better)").And.Contain(">ratio</text>").And.Contain(">fraction of images</text>");
        page.Should().Contain("<tr><th scope=\"row\">1</th><td>3</td><td>2</td><td>1</td><td>0.75</td><td>0.125</td><td>1</td><td>2</td><td>0.5</td><td>-</td>");
    }

    [Theory]
    [InlineData(RunState.Training, "The run has not finished. Reload the page to see later epochs.")]
    [InlineData(RunState.Finished, "The run has finished.")]
    [InlineData(RunState.Stopped, "The run was stopped and can be resumed.")]
    [InlineData(RunState.Failed, "The run has failed.")]
    internal void The_state_of_the_run_is_named(RunState state, string text) =>
        Write(Content() with { State = state }).Should().Contain($"<p>{text} <span class=\"quiet\">Written 2026-11-26 14:05:00 +01:00.</span></p>");

    [Fact]
    public void A_run_without_steps_or_pictures_has_a_page()
    {
        string page = Write(Content() with { Losses = new LossHistory(), Pictures = [], Commands = [] });

        page.Should().Contain("There are no pictures.").And.Contain("generator: no values").And.NotContain("NaN");
    }

    private static string Write(ReportContent content) => Encoding.UTF8.GetString(RunReport.Write(content));

    private static string WebText(string html) => html.Replace("&#233;", "é", StringComparison.Ordinal);

    private static ReportContent Content()
    {
        var losses = new LossHistory();
        for (int step = 1; step <= 6; step++)
        {
            losses.Add((step + 2) / 3, new DcganStep
            {
                Number = step,
                GeneratorLoss = 1 + (step % 3 * 1.0),
                DiscriminatorLoss = 1,
                RealProbability = 0.75,
                GeneratedProbability = 0.125,
                GeneratorGradientNorm = 3,
                DiscriminatorGradientNorm = 4,
                Duration = TimeSpan.FromSeconds(1),
            });
        }

        return new ReportContent
        {
            Name = "faces",
            State = RunState.Training,
            Written = DateTimeOffset.Parse("2026-11-26T14:05:00+01:00", CultureInfo.InvariantCulture),
            Summary = [("Steps", "6")],
            Losses = losses,
            Measures = new MeasureHistory(),
            Pictures = [.. Enumerable.Range(0, 3).Select(epoch => new ReportPicture(epoch, "image/png", [1, 2, 3], 64, 32))],
            ClassNames = [],
            Commands = [("Resume the run", "dotnet TrainFaces.dll --resume")],
            CommandFolder = "/work",
            Options = [("--epochs", "2")],
            Machine = [("CPU", "x")],
        };
    }

    private static MeasureHistory Measures()
    {
        var measures = new MeasureHistory();
        measures.Add(new MeasuredEpoch(3, 1, 2048, [1, 2, 0.5, double.NaN, 0.25, 0.5, 0.5, 0.5, 0, 0]));
        return measures;
    }

    [GeneratedRegex("(?:src|href)=\"([^\"]{0,9})")]
    private static partial Regex Address();
}
