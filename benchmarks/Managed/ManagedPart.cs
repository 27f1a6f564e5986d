using System.CommandLine;
using System.Globalization;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using TorchSharp;

namespace Dcgan.Benchmarks;

/// <summary>Measures the managed cost of a step: its time with almost no arithmetic, and its managed allocations.</summary>
internal static class ManagedPart
{
    /// <summary>Maximum number of managed bytes that a training step may allocate.</summary>
    private const long AllocationLimit = 64 * 1024;

    internal static Command Create(RunOptionsReader reader) => reader.Part(
        "managed", "Measures managed allocations and overhead of a step of tiny networks, with BenchmarkDotNet in this process.", Run);

    private static void Run(RunOptions options)
    {
        torch.set_num_threads(options.Threads);

        // Runs in this process, because a child process built by BenchmarkDotNet would not have this project's loader patch.
        IConfig config = ManualConfig.CreateEmpty()
            .AddJob(Job.Default
                .WithToolchain(InProcessEmitToolchain.DontLogOutput)
                .WithWarmupCount(options.Steps)
                .WithIterationCount(options.Rounds * options.Steps))
            .AddDiagnoser(MemoryDiagnoser.Default)
            .AddColumnProvider(BenchmarkDotNet.Columns.DefaultColumnProviders.Instance)
            .AddLogger(NullLogger.Instance);
        Summary summary = BenchmarkRunner.Run<TinyNetworks>(config);
        if (summary.HasCriticalValidationErrors || summary.Reports.Any(report => !report.Success))
        {
            IEnumerable<string> errors = summary.ValidationErrors.Select(error => error.Message);
            throw new BenchmarkException($"BenchmarkDotNet failed: {string.Join(' ', errors)}");
        }

        Report.WriteMachine(options);
        Report.WriteTable(
            ["depths of 8, batch 8", "ms", "± ms", "allocated bytes"],
            summary.Reports.Select(report => (string[])
            [
                Name(report),
                Milliseconds(report.ResultStatistics!.Median),
                Milliseconds(report.ResultStatistics.StandardDeviation),
                Allocated(report).ToString("N0", CultureInfo.InvariantCulture),
            ]));
        if (summary.Reports.FirstOrDefault(report => Allocated(report) > AllocationLimit) is BenchmarkReport over)
        {
            throw new BenchmarkException($"{Name(over)} allocates {Allocated(over)} bytes; the limit is {AllocationLimit}.");
        }
    }

    private static string Name(BenchmarkReport report) => report.BenchmarkCase.Descriptor.WorkloadMethod.Name;

    private static long Allocated(BenchmarkReport report) =>
        report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase) ?? 0;

    private static string Milliseconds(double nanoseconds) => (nanoseconds / 1e6).ToString("F3", CultureInfo.InvariantCulture);
}
