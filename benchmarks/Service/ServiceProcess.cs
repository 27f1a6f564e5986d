extern alias Service;

using System.Diagnostics;
using Service::FaceService;

namespace Dcgan.Benchmarks;

/// <summary>The service in its own process, on a free local port.</summary>
internal sealed class ServiceProcess : IDisposable
{
    private const string ListeningOn = "Now listening on: ";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process process;

    private ServiceProcess(Process process, Uri address)
    {
        this.process = process;
        Address = address;
    }

    internal Uri Address { get; }

    /// <summary>Physical memory that the service uses now, in bytes.</summary>
    internal long WorkingSet
    {
        get
        {
            process.Refresh();
            return process.WorkingSet64;
        }
    }

    /// <summary>Starts the service.</summary>
    /// <param name="assembly">FaceService.dll; null for the one in this program's folder, to which the build copies it.</param>
    /// <param name="args">Further arguments of the service.</param>
    /// <exception cref="BenchmarkException">The service does not start.</exception>
    internal static ServiceProcess Start(string? assembly = null, params string[] args)
    {
        assembly ??= typeof(ServiceSettings).Assembly.Location;
        var start = new ProcessStartInfo("dotnet", [assembly, "--urls", "http://127.0.0.1:0", .. args])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var listening = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        var process = new Process { StartInfo = start, EnableRaisingEvents = true };
        process.OutputDataReceived += (_, line) => Read(line.Data, listening);
        process.ErrorDataReceived += (_, line) => Console.Error.WriteLine(line.Data);
        process.Exited += (_, _) => listening.TrySetException(new BenchmarkException("The service exited before it listened."));
        try
        {
            process.Start();
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
            return listening.Task.Wait(Patience)
                ? new ServiceProcess(process, listening.Task.Result)
                : throw new BenchmarkException($"The service did not report its address within {Patience.TotalSeconds} s.");
        }
        catch (AggregateException failure)
        {
            process.Dispose();
            throw failure.InnerException as BenchmarkException ?? new BenchmarkException(failure.Message, failure);
        }
        catch (System.ComponentModel.Win32Exception failure)
        {
            process.Dispose();
            throw new BenchmarkException($"Cannot start 'dotnet': {failure.Message}", failure);
        }
    }

    public void Dispose()
    {
        process.Kill();
        process.WaitForExit();
        process.Dispose();
    }

    private static void Read(string? line, TaskCompletionSource<Uri> listening)
    {
        int start = line?.IndexOf(ListeningOn, StringComparison.Ordinal) ?? -1;
        if (start >= 0)
        {
            listening.TrySetResult(new Uri(line![(start + ListeningOn.Length)..].Trim()));
        }
    }
}
