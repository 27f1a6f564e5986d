using System.Text;
using FluentAssertions;
using TrainFaces.CommandLine;
using TrainFaces.Output;
using Xunit;

namespace TrainFaces.Tests.Output;

public class GuardedWriterTests
{
    [Fact]
    public void Text_passes_through()
    {
        using var text = new StringWriter { NewLine = "\n" };
        using var writer = new GuardedWriter(text);

        writer.Write('a');
        writer.Write("b");
        writer.Write(['c', 'd'], 0, 2);
        writer.Write("e".AsSpan());
        writer.Write(7);
        writer.WriteLine();
        writer.WriteLine("f");
        writer.WriteLine("g".AsSpan());
        writer.WriteLine("{0}", 8);

        text.ToString().Should().Be("abcde7\nf\ng\n8\n");
        writer.Failure.Should().BeNull();
    }

    [Fact]
    public void The_first_failure_is_reported_once_and_later_text_is_tried_again()
    {
        using var disk = new Disk { IsFull = true };
        using var writer = new GuardedWriter(disk);
        var failures = new List<string>();
        writer.Failed = failures.Add;

        writer.WriteLine("lost");
        writer.Flush();
        disk.IsFull = false;
        writer.Write("kept");

        failures.Should().Equal("disk full 1");
        writer.Failure.Should().Be("disk full 1");
        disk.Text.ToString().Should().Be("kept");
    }

    [Fact]
    public void Other_exceptions_are_not_hidden()
    {
        using var writer = new GuardedWriter(new Broken());

        writer.Invoking(it => it.Write("x")).Should().Throw<InvalidOperationException>();
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("draw", "--count", "1", "--size", "8", "--out", "OUT")]
    public void A_command_whose_output_is_lost_names_standard_output(params string[] args)
    {
        using var folder = new TemporaryFolder();
        using var disk = new Disk { IsFull = true };
        using var error = new StringWriter { NewLine = "\n" };

        TrainFacesCommand.Invoke([.. args.Select(arg => arg.Replace("OUT", folder.File("faces"), StringComparison.Ordinal))], disk, error).Should().Be(2);

        error.ToString().Should().Be("error: standard output: cannot be written. disk full 1.\n");
    }

    [Fact]
    public void An_error_keeps_its_exit_code_if_it_cannot_be_written()
    {
        using var disk = new Disk { IsFull = true };

        TrainFacesCommand.Invoke(["--epochs", "0"], TextWriter.Null, disk).Should().Be(2);
    }

    private sealed class Disk : TextWriter
    {
        private int failures;

        public bool IsFull { get; set; }

        public StringBuilder Text { get; } = new();

        public override Encoding Encoding => Encoding.UTF8;

        public override void Write(char value)
        {
            if (IsFull)
            {
                throw new UnauthorizedAccessException("denied", new IOException($"disk full {++failures}"));
            }

            Text.Append(value);
        }
    }

    private sealed class Broken : TextWriter
    {
        public override Encoding Encoding => Encoding.UTF8;

        public override void Write(char value) => throw new InvalidOperationException();
    }
}
