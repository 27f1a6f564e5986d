using System.Diagnostics;

namespace Dcgan.Benchmarks;

/// <summary>Runs a program to its end, so that what it leaves behind (memory kept, peak memory) is its own.</summary>
internal static class ChildProcess
{
    /// <summary>
    /// glibc's settings as the environment has them. Whoever runs the benchmarks may have them set; a trial says for itself
    /// whether it keeps memory. The value is the largest that both this and mallopt, which takes an int, can be given.
    /// </summary>
    private static readonly string[] KeptMemoryVariables = ["MALLOC_MMAP_THRESHOLD_", "MALLOC_TRIM_THRESHOLD_"];

    /// <summary>It overrules the two above, and is never set here.</summary>
    private const string MmapMaxVariable = "MALLOC_MMAP_MAX_";

    /// <param name="words">The program and its arguments.</param>
    /// <param name="keepsMemory">Whether the environment tells glibc to keep freed memory.</param>
    /// <returns>The lines of standard output.</returns>
    /// <exception cref="BenchmarkException">It cannot be started or ends with an error.</exception>
    internal static IReadOnlyList<string> Run(IReadOnlyList<string> words, bool keepsMemory)
    {
        var start = new ProcessStartInfo(words[0], words.Skip(1))
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string variable in KeptMemoryVariables)
        {
            start.Environment.Remove(variable);
            if (keepsMemory)
            {
                start.Environment[variable] = $"{int.MaxValue}";
            }
        }

        start.Environment.Remove(MmapMaxVariable);
        using Process process = Start(start);
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            string last = Lines(errors.GetAwaiter().GetResult()).LastOrDefault("without a word");
            throw new BenchmarkException($"'{string.Join(' ', words)}' ended with {process.ExitCode}: {last}");
        }

        return Lines(output);
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start) ?? throw new BenchmarkException($"'{start.FileName}' did not start.");
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            throw new BenchmarkException($"'{start.FileName}' cannot be started: {exception.Message}", exception);
        }
    }

    private static string[] Lines(string text) =>
        text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
