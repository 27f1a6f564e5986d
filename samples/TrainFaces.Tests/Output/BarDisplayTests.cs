using FluentAssertions;
using Spectre.Console;
using TrainFaces.Output;
using Xunit;

namespace TrainFaces.Tests.Output;

public class BarDisplayTests
{
    [Fact]
    public void Work_within_the_training_has_a_bar_of_its_own_while_it_runs()
    {
        using var output = new LockedWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes,
            Interactive = InteractionSupport.Yes,
            Out = new AnsiConsoleOutput(output),
        });
        var display = new BarDisplay(console);
        string during = string.Empty;

        display.Run(() =>
        {
            display.Run("Measuring [some] images", progress =>
            {
                progress.Report(0.25);
                SpinWait.SpinUntil(() => (during = output.ToString()).Contains("25%", StringComparison.Ordinal), TimeSpan.FromMinutes(10));
                progress.Report(1);
            });
            display.WriteLine("measured");
        });

        during.Should().Contain("Measuring [some] images").And.Contain("first step");
        string end = output.ToString();
        end.Should().Contain("measured");
        end[end.LastIndexOf("first step", StringComparison.Ordinal)..].Should().NotContain("Measuring", "the work is done when the bar of the training is drawn for the last time");
    }

    /// <summary>Another thread draws the bar while the test reads.</summary>
    private sealed class LockedWriter : StringWriter
    {
        private readonly Lock access = new();

        public override void Write(char value)
        {
            lock (access)
            {
                base.Write(value);
            }
        }

        public override void Write(string? value)
        {
            lock (access)
            {
                base.Write(value);
            }
        }

        public override string ToString()
        {
            lock (access)
            {
                return base.ToString();
            }
        }
    }
}
