using System.Diagnostics;
using System.Reflection;

namespace FaceStudio.Tests;

/// <summary>The application as a process of its own, with tiny networks.</summary>
internal sealed class StudioProcess : IDisposable
{
    private const string Listening = "Now listening on: ";

    private readonly Process process;
    private readonly Task<string> error;

    private StudioProcess(Process process)
    {
        this.process = process;
        error = process.StandardError.ReadToEndAsync();
    }

    public static string Program => typeof(StudioProcess).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(entry => entry.Key == "FaceStudio").Value!;

    /// <summary>The root of the running application's URLs.</summary>
    public Uri Address { get; private set; } = new("about:blank");

    /// <summary>Starts the application on a free port, and waits until it listens.</summary>
    /// <param name="folder">Holds the images and the run.</param>
    /// <param name="environment">Environment variables.</param>
    /// <param name="shell">A command of Bash that ends in "$@", which is the application; null for the application alone.</param>
    /// <param name="args">More options, which come after those of the tests.</param>
    public static async Task<StudioProcess> StartAsync(
        string folder, Dictionary<string, string>? environment = null, string? shell = null, params string[] args)
    {
        string[] options =
        [
            "--urls", "http://127.0.0.1:0", "--images", Path.Combine(folder, "images"), "--run", Path.Combine(folder, "run"),
            "--depths", "4", "--batchSize", "4", "--snapshotSteps", "2", "--threads", "1", .. args,
        ];
        StudioProcess studio = Launch(environment, shell, options);
        while (await studio.process.StandardOutput.ReadLineAsync() is string line)
        {
            if (line.Contains(Listening, StringComparison.Ordinal))
            {
                studio.Address = new Uri(line[(line.IndexOf(Listening, StringComparison.Ordinal) + Listening.Length)..]);
                _ = studio.process.StandardOutput.ReadToEndAsync(); // A full pipe would block the application.
                return studio;
            }
        }

        throw new InvalidOperationException($"The application ended: {await studio.error}");
    }

    /// <summary>Runs the application until it ends by itself.</summary>
    public static async Task<(int ExitCode, string Error)> RunAsync(Dictionary<string, string> environment, params string[] args)
    {
        using StudioProcess studio = Launch(environment, null, args);
        return (await studio.WaitForExitAsync(), (await studio.error).TrimEnd());
    }

    /// <summary>Sends SIGTERM, as a service manager does.</summary>
    public async Task TerminateAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", $"{process.Id}"]);
        await kill.WaitForExitAsync();
    }

    public async Task<int> WaitForExitAsync()
    {
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(10)); // Only a bug reaches it.
        return process.ExitCode;
    }

    public void Dispose()
    {
        if (!process.HasExited)
        {
            process.Kill();
        }

        process.Dispose();
    }

    private static StudioProcess Launch(Dictionary<string, string>? environment, string? shell, string[] options)
    {
        string[] command = ["dotnet", Program, .. options];
        var start = new ProcessStartInfo(shell is null ? command[0] : "bash", shell is null ? command[1..] : ["-c", shell, "bash", .. command])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach ((string name, string value) in environment ?? [])
        {
            start.Environment[name] = value;
        }

        return new StudioProcess(Process.Start(start)!);
    }
}
