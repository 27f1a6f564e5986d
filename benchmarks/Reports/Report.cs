using System.Globalization;
using Spectre.Console;

namespace Dcgan.Benchmarks;

/// <summary>Writes to standard output, with tables in Markdown that can be pasted into README.md.</summary>
internal static class Report
{
    /// <summary>Writes the machine, the software and the work, which are needed to interpret the numbers.</summary>
    internal static void WriteMachine(RunOptions options)
    {
        WriteMachine();
        var shape = NetworkShape.Of(NetworkSize.Reference);
        string training = (StepArithmetic.Train(shape) / 1e9).ToString("F2", CultureInfo.InvariantCulture);
        string sampling = (StepArithmetic.Sample(shape) / 1e9).ToString("F2", CultureInfo.InvariantCulture);
        WriteLine(
            $"Medians over {options.Rounds} rounds of {options.Steps} steps, {options.Threads} threads. "
            + $"A training step needs {training} GFLOP per image, sampling {sampling}.");
        WriteLine("");
    }

    /// <summary>Writes the machine and the software only, for work other than steps and samples.</summary>
    internal static void WriteMachine()
    {
        string pyTorch = PyTorchProcess.Version is string version ? $", PyTorch {version}" : "";
        WriteLine($"Machine: {Machine.Describe()}; {Machine.Software()}{pyTorch}.");
    }

    /// <summary>Writes a Markdown table with one line per row.</summary>
    internal static void WriteTable(IReadOnlyList<string> head, IEnumerable<string[]> rows)
    {
        var table = new Table { Border = TableBorder.Markdown };
        foreach (string title in head)
        {
            table.AddColumn(new TableColumn(Markup.Escape(title)) { NoWrap = true });
        }

        foreach (string[] row in rows)
        {
            table.AddRow([.. row.Select(Markup.Escape)]);
        }

        // Uses a wide console, because a wrapped row is no longer a Markdown row.
        using var text = new StringWriter();
        IAnsiConsole console = AnsiConsole.Create(new() { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(text) });
        console.Profile.Width = 1000;
        console.Write(table);
        const StringSplitOptions Trimmed = StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries;
        foreach (string line in text.ToString().Split('\n', Trimmed))
        {
            WriteLine(line);
        }

        WriteLine("");
    }

    internal static void WriteLine(string line) => Console.Out.WriteLine(line);

    /// <summary>A number as tables have it; empty if there is none.</summary>
    internal static string Text(double? value, string format) => value?.ToString(format, CultureInfo.InvariantCulture) ?? "";

    internal static string Name(ComputePrecision precision) => precision == ComputePrecision.BFloat16 ? "bfloat16" : "float32";
}
