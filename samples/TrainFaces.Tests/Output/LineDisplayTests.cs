using FluentAssertions;
using TrainFaces.Output;
using Xunit;

namespace TrainFaces.Tests.Output;

public class LineDisplayTests
{
    [Theory]
    [InlineData(false, "Decoding: 100 %\n")]
    [InlineData(true, "")]
    public void Short_work_ends_with_a_line_in_a_run_and_without_one_in_a_command(bool isCommand, string expected)
    {
        using var output = new StringWriter { NewLine = "\n" };
        var display = new LineDisplay(output, TextWriter.Null, isCommand);

        int result = display.Run("Decoding", progress =>
        {
            progress.Report(0.5);
            progress.Report(1);
            return 7;
        });

        (result, output.ToString()).Should().Be((7, expected));
    }

    [Fact]
    public void Short_work_within_the_training_writes_no_line()
    {
        using var output = new StringWriter();
        var display = new LineDisplay(output, TextWriter.Null);

        display.Run(() => display.Run("Measuring", progress => progress.Report(1)));

        output.ToString().Should().BeEmpty();
    }

    [Fact]
    public void A_command_whose_output_is_redirected_writes_its_progress_to_the_error_output()
    {
        using var output = new StringWriter();
        using var error = new StringWriter { NewLine = "\n" };
        var display = RunDisplay.Create(output, error, isTerminal: false, isCommand: true);

        display.Warn("one");
        display.WriteLine("two");

        (output.ToString(), error.ToString()).Should().Be((string.Empty, "warning: one\ntwo\n"));
    }
}
