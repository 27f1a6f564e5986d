using System.Diagnostics;
using System.Reflection;

namespace FaceStudio.Tests;

/// <summary>The application as a process of its own, with tiny networks.</summary>
internal sealed class StudioProcess : IDisposable
{
    private const string Listening = "Now listening on: ";

    /// <summary>Only a bug reaches it.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);

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
        bool hasAddress = environment?.Keys.Any(name => name.StartsWith("ASPNETCORE_", StringComparison.Ordinal)) == true;
        string[] options =
        [
            .. hasAddress ? [] : (string[])["--urls", "http://127.0.0.1:0"],
            "--images", Path.Combine(folder, "images"), "--run", Path.Combine(folder, "run"), "--depths", "4", "--batchSize", "4", "--snapshotSteps", "2", "--threads", "1", .. args,
        ];
        StudioProcess studio = Launch(environment, shell, options);
        try
        {
            await studio.ReadAddressAsync();
            return studio;
        }
        catch
        {
            studio.Dispose();
            throw;
        }
    }

    /// <summary>Runs the application until it ends by itself.</summary>
    public static async Task<(int ExitCode, string Error)> RunAsync(Dictionary<string, string> environment, params string[] args)
    {
        using StudioProcess studio = Launch(environment, null, args);
        return (await studio.WaitForExitAsync(), await studio.ErrorAsync());
    }

    /// <summary>Waits for the end of the process, and returns what it has written to the standard error.</summary>
    public async Task<string> ErrorAsync() => (await error.WaitAsync(Limit)).TrimEnd();

    /// <summary>Sends a signal: TERM as a service manager does, or HUP as a terminal does that is closed.</summary>
    public async Task TerminateAsync(string signal = "TERM")
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{process.Id}"]);
        await kill.WaitForExitAsync();
    }

    public async Task<int> WaitForExitAsync()
    {
        await process.WaitForExitAsync().WaitAsync(Limit);
        return process.ExitCode;
    }

    public void Dispose()
    {
        if (!process.HasExited)
        {
            process.Kill();
            process.WaitForExit(); // Until then, it may write to the folder, which the test deletes.
        }

        process.Dispose();
    }

    private async Task ReadAddressAsync()
    {
        using var limit = new CancellationTokenSource(Limit);
        while (await process.StandardOutput.ReadLineAsync(limit.Token) is string line)
        {
            if (line.Contains(Listening, StringComparison.Ordinal))
            {
                Address = new Uri(line[(line.IndexOf(Listening, StringComparison.Ordinal) + Listening.Length)..].Replace("[::]", "localhost", StringComparison.Ordinal));
                _ = process.StandardOutput.ReadToEndAsync(CancellationToken.None); // A full pipe would block the application.
                return;
            }
        }

        throw new InvalidOperationException($"The application ended: {await ErrorAsync()}");
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
