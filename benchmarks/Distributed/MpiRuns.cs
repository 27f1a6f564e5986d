using System.Globalization;
using System.Text.Json;

namespace Dcgan.Benchmarks;

/// <summary>Starts this program over MPI, on this machine or on hosts that are network namespaces of it.</summary>
internal sealed class MpiRuns
{
    /// <summary>Seconds after which a run has hung.</summary>
    private const int Patience = 1200;

    private readonly string launcher;

    private MpiRuns(string launcher) => this.launcher = launcher;

    /// <summary>Whether this kernel can delay packets.</summary>
    internal bool HasDelays { get; private init; }

    private static string Script => Path.Combine(AppContext.BaseDirectory, "hosts.sh");

    /// <exception cref="BenchmarkException">Something is missing; the message names it.</exception>
    internal static MpiRuns Create()
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess)
        {
            throw new BenchmarkException("distributed: the hosts are network namespaces, so it needs Linux and root.");
        }

        string[] missing = [.. ((string[])["bash", "hostname", "unshare", "nsenter", "ip", "tc"]).Where(tool => !IsInstalled(tool))];
        if (missing.Length > 0)
        {
            throw new BenchmarkException($"distributed: {string.Join(", ", missing)} must be installed: apt-get install hostname util-linux iproute2.");
        }

        string launcher = ((string[])["mpirun.openmpi", "mpirun"]).FirstOrDefault(IsOpenMpi)
            ?? throw new BenchmarkException("distributed: the mpirun of Open MPI must be installed: apt-get install openmpi-bin.");
        return new MpiRuns(launcher) { HasDelays = Succeeds(["bash", Script, "probe"]) };
    }

    /// <summary>Runs processes on this machine, which exchange data in shared memory.</summary>
    internal RankReading OnThisMachine(int processes, RankRequest request) => Read(
        [launcher, "-np", Text(processes), "--mca", "btl", "self,vader", .. Arguments(request)]);

    /// <summary>Runs one process on each of several hosts.</summary>
    internal RankReading OnHosts(int hosts, Link link, RankRequest request)
    {
        using var scratch = new ScratchFolder(new DirectoryInfo(Path.GetTempPath()));
        int megabits = (int)((link.Gigabits ?? 0) * 1000);
        int microseconds = (int)(link.DelayMilliseconds * 1000);
        return Read(
        [
            "bash", Script, Text(hosts), Text(megabits), Text(microseconds), scratch["."], launcher, .. Arguments(request),
        ]);
    }

    /// <summary>
    /// Every host is on this machine, so no process may be bound to a core of its own host, and a process that waits leaves its core to
    /// the others.
    /// </summary>
    private static string[] Arguments(RankRequest request) =>
    [
        "--allow-run-as-root", "--bind-to", "none", "--oversubscribe", "--mca", "mpi_yield_when_idle", "1", "--timeout", Text(Patience),
        .. OwnProcess.Self(), .. request.ToArguments(),
    ];

    private static RankReading Read(IReadOnlyList<string> words)
    {
        // Open MPI gives processes a terminal, to which .NET writes a control sequence first.
        string line = ChildProcess.Run(words, keepsMemory: false).LastOrDefault(line => line.Contains('{', StringComparison.Ordinal))
            ?? throw new BenchmarkException($"'{string.Join(' ', words)}' printed no reading.");
        return JsonSerializer.Deserialize<RankReading>(line[line.IndexOf('{', StringComparison.Ordinal)..])!;
    }

    private static bool IsInstalled(string tool) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, tool)));

    private static bool IsOpenMpi(string name) => IsInstalled(name)
        && ChildProcess.Run([name, "--version"], keepsMemory: false)[0].Contains("Open MPI", StringComparison.Ordinal);

    private static bool Succeeds(IReadOnlyList<string> words)
    {
        try
        {
            _ = ChildProcess.Run(words, keepsMemory: false);
            return true;
        }
        catch (BenchmarkException)
        {
            return false;
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
