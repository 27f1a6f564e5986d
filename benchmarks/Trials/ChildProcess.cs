using System.Diagnostics;

namespace Dcgan.Benchmarks;

/// <summary>
/// Runs a program in a child process and waits for its end. Kept memory and peak memory then belong to this program only.
/// </summary>
internal static class ChildProcess
{
    /// <summary>
    /// Environment variables with glibc's settings. They may already be set in the environment of the benchmarks, but each
    /// trial decides whether it keeps memory. The value is the largest value that both the environment variables and
    /// mallopt, which takes an int, accept.
    /// </summary>
    private static readonly string[] KeptMemoryVariables = ["MALLOC_MMAP_THRESHOLD_", "MALLOC_TRIM_THRESHOLD_"];

    /// <summary>Environment variable that overrides the two settings above. It is always removed.</summary>
    private const string MmapMaxVariable = "MALLOC_MMAP_MAX_";

    /// <param name="words">The program and its arguments.</param>
    /// <param name="keepsMemory">Whether the environment tells glibc to keep freed memory.</param>
    /// <returns>The lines of standard output.</returns>
    /// <exception cref="BenchmarkException">The program cannot be started or exits with an error.</exception>
    internal static IReadOnlyList<string> Run(IReadOnlyList<string> words, bool keepsMemory)
    {
        var start = new ProcessStartInfo(words[0], words.Skip(1))
        {
            RedirectStandardInput = true, // Its end tells scripts that this program has ended.
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
            // A launcher says more after the error of the program that it started.
            string[] said = [.. Lines(errors.GetAwaiter().GetResult()).Where(line => line.Any(char.IsLetter))];
            string error = said.FirstOrDefault(line => line.Contains("Exception: ", StringComparison.Ordinal))
                ?? said.LastOrDefault("no error output");
            throw new BenchmarkException($"'{string.Join(' ', words)}' exited with code {process.ExitCode}: {error}");
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
            throw new BenchmarkException($"Cannot start '{start.FileName}': {exception.Message}", exception);
        }
    }

    private static string[] Lines(string text) =>
        text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
