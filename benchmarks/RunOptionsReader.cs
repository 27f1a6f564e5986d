using System.CommandLine;
using System.CommandLine.Parsing;

namespace Dcgan.Benchmarks;

/// <summary>Parses the options that all parts share and runs a part with them.</summary>
internal sealed class RunOptionsReader
{
    private readonly Option<int> rounds = Positive("--rounds", "How many times each trial runs, interleaved with the others.", 3);

    private readonly Option<int> steps = Positive("--steps", "Timed steps per trial and round.", 6);

    private readonly Option<int> threads = Positive("--threads", "Threads of each contender.", Environment.ProcessorCount);

    private readonly Option<string?> pyTorch = new("--pytorch")
    {
        Description = "Command that runs the PyTorch peer. Without it, the PyTorch cells stay blank.",
        HelpName = "COMMAND",
        Recursive = true,
    };

    private readonly Option<FileInfo?> json = new("--json")
    {
        Description = "File to write the results to, as JSON.",
        HelpName = "FILE",
        Recursive = true,
    };

    internal RunOptionsReader() => json.Validators.Add(result =>
    {
        // Checks the folder before the measurements, not after them.
        if (result.GetValueOrDefault<FileInfo?>() is { Directory.Exists: false } file)
        {
            result.AddError($"--json: the folder of '{file}' does not exist.");
        }
    });

    internal void AddTo(RootCommand root)
    {
        root.Options.Add(rounds);
        root.Options.Add(steps);
        root.Options.Add(threads);
        root.Options.Add(pyTorch);
        root.Options.Add(json);
    }

    /// <summary>Creates the command of a part of the benchmarks.</summary>
    internal Command Part(string name, string description, Action<RunOptions> run)
    {
        var command = new Command(name, description);
        SetAction(command, run);
        return command;
    }

    internal void SetAction(Command command, Action<RunOptions> run) => SetAction(command, (options, _) => run(options));

    /// <summary>Sets the action of a command that has its own options.</summary>
    internal void SetAction(Command command, Action<RunOptions, ParseResult> run) => command.SetAction(parse =>
    {
        try
        {
            run(Read(parse), parse);
            return 0;
        }
        catch (BenchmarkException exception)
        {
            Console.Error.WriteLine(exception.Message);
            return 1;
        }
    });

    private RunOptions Read(ParseResult parse) => new(
        parse.GetValue(rounds),
        parse.GetValue(steps),
        parse.GetValue(threads),
        [.. CommandLineParser.SplitCommandLine(parse.GetValue(pyTorch) ?? "")],
        parse.GetValue(json));

    /// <summary>Creates an option that takes an integer of at least 1.</summary>
    internal static Option<int> Positive(string name, string description, int normally)
    {
        var option = new Option<int>(name)
        {
            Description = description,
            DefaultValueFactory = _ => normally,
            HelpName = "N",
            Recursive = true,
        };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < 1)
            {
                result.AddError($"{name}: expected at least 1 but was {result.GetValueOrDefault<int>()}.");
            }
        });
        return option;
    }
}
