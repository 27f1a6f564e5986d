using System.CommandLine;
using System.CommandLine.Parsing;

namespace Dcgan.Benchmarks;

/// <summary>The options that every part has, and the way from them to a run.</summary>
internal sealed class RunOptionsReader
{
    private readonly Option<int> rounds = Positive("--rounds", "How often every trial runs, interleaved with the others.", 3);

    private readonly Option<int> steps = Positive("--steps", "Timed steps of a trial in a round.", 6);

    private readonly Option<int> threads = Positive("--threads", "Threads of every contender.", Environment.ProcessorCount);

    private readonly Option<string?> pyTorch = new("--pytorch")
    {
        Description = "A command that runs the PyTorch peer; without it PyTorch's cells stay blank.",
        HelpName = "COMMAND",
        Recursive = true,
    };

    private readonly Option<FileInfo?> json = new("--json")
    {
        Description = "Where the results are written as JSON.",
        HelpName = "FILE",
        Recursive = true,
    };

    internal RunOptionsReader() => json.Validators.Add(result =>
    {
        // Now, and not when all is measured and nothing can be written.
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

    /// <summary>A part of the benchmarks as a command.</summary>
    internal Command Part(string name, string description, Action<RunOptions> run)
    {
        var command = new Command(name, description);
        SetAction(command, run);
        return command;
    }

    internal void SetAction(Command command, Action<RunOptions> run) => SetAction(command, (options, _) => run(options));

    /// <summary>What a command does, where it has options of its own.</summary>
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

    /// <summary>An option that takes a whole number from 1.</summary>
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
                result.AddError($"{name}: must be at least 1 but was {result.GetValueOrDefault<int>()}.");
            }
        });
        return option;
    }
}
