using System.Globalization;

namespace Dcgan.Benchmarks;

/// <summary>
/// Runs PyTorch with a user-supplied command. The command takes
/// <c>example|tuned|sample --batch N --steps N --threads N [--tiny]</c>
/// and prints lines <c>NAME pytorch=VERSION batch=N seconds_per_step=S images_per_second=I peak_mb=M</c>.
/// </summary>
internal sealed class PyTorchProcess(IReadOnlyList<Trial> trials) : ITrialProcess
{
    private readonly Trial first = trials[0];

    public string Title => first.Work == TrialWork.Sample ? $"{first} and the other precision" : first.ToString();

    /// <summary>PyTorch version that the last process reported.</summary>
    internal static string? Version { get; private set; }

    public IEnumerable<(Trial Trial, Reading Reading)> Run(RunOptions options)
    {
        Dictionary<string, string>[] lines = [.. ChildProcess.Run(Words(options), first.KeepsMemory)
            .Select(Fields).Where(line => line.ContainsKey("seconds_per_step"))];
        Version = lines.FirstOrDefault()?.GetValueOrDefault("pytorch") ?? Version;
        foreach (Trial trial in trials)
        {
            int index = Array.FindIndex(lines, line => line["name"] == LineName(trial));
            if (index < 0)
            {
                throw new BenchmarkException(
                    $"The PyTorch command printed no line '{LineName(trial)} ... seconds_per_step=...'.");
            }

            // A process that measures several trials has one memory peak, which can be attributed only to the first trial.
            double? peak = index == 0 ? Number(lines[index], "peak_mb") : null;
            yield return (trial, new Reading(Number(lines[index], "seconds_per_step"), peak, []));
        }
    }

    private static string Mode(Trial trial) =>
        trial.Work == TrialWork.Sample ? "sample" : trial.Contender == Contender.PyTorchExample ? "example" : "tuned";

    private static string LineName(Trial trial) => trial switch
    {
        { Work: TrialWork.Sample, Precision: ComputePrecision.BFloat16 } => "sample-bfloat16",
        { Work: TrialWork.Sample } => "sample-float32",
        { Size: NetworkSize.Tiny } => $"{Mode(trial)}-tiny",
        _ => Mode(trial),
    };

    private static Dictionary<string, string> Fields(string line)
    {
        string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var fields = new Dictionary<string, string> { ["name"] = words[0] };
        foreach (string[] pair in words.Skip(1).Select(word => word.Split('=', 2)).Where(pair => pair.Length == 2))
        {
            fields[pair[0]] = pair[1];
        }

        return fields;
    }

    private static double? Number(Dictionary<string, string> line, string field) =>
        double.TryParse(line.GetValueOrDefault(field), NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
            ? number
            : null;

    private List<string> Words(RunOptions options)
    {
        List<string> words =
        [
            .. options.PyTorch, Mode(first),
            "--batch", $"{first.Batch}", "--steps", $"{options.StepsOf(first)}", "--threads", $"{options.Threads}",
        ];
        if (first.Size == NetworkSize.Tiny)
        {
            words.Add("--tiny");
        }

        return words;
    }
}
