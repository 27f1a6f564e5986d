using System.CommandLine;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.Json;
using TorchSharp;

namespace Dcgan.Benchmarks;

/// <summary>
/// The hidden command that a child process runs. It measures one trial and prints the reading as a line of JSON.
/// </summary>
internal static class MeasureCommand
{
    internal const string Name = "measure";

    /// <summary>
    /// Number of untimed steps. TorchScript optimizes a function on its second call, and the first steps fault in the
    /// memory.
    /// </summary>
    private const int WarmUpSteps = 3;

    /// <summary>
    /// Number of untimed steps for tiny networks. These steps also need tier-1 JIT compilation, which starts after 30 calls.
    /// </summary>
    private const int WarmUpStepsOfTiny = 100;

    internal static Command Create()
    {
        var request = new Argument<string>("request");
        var command = new Command(Name, "Measures one trial in this process.") { request };
        command.Hidden = true;
        command.SetAction(parse => Run(JsonSerializer.Deserialize<TrialRequest>(parse.GetValue(request)!)!));
        return command;
    }

    private static void Run(TrialRequest request)
    {
        if (request.Trial.Contender == Contender.Library)
        {
            NativeBackend.EnsureLoaded(); // As a host's first network does, before any other call of libtorch.
        }

        if (request.Trial.Contender != Contender.OnnxRuntime)
        {
            SetThreads(request.Threads);
        }

        if (request.Trial.KeepsMemory)
        {
            NativeBackend.KeepMemory();
        }

        Reading reading = request.Trial.Work switch
        {
            TrialWork.ForwardConvolutions or TrialWork.AllConvolutions => TimeLayers(request),
            TrialWork.FirstImage => TimeFirst(request),
            _ => Time(request),
        };
        Console.WriteLine(JsonSerializer.Serialize(reading));
    }

    /// <summary>Sets libtorch's threads. This method loads libtorch, so trials of ONNX Runtime never call it.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void SetThreads(int threads) => torch.set_num_threads(threads);

    private static Reading TimeLayers(TrialRequest request) => new(null, null, LayerTimer.Time(request.Trial, request.Steps));

    private static Reading TimeFirst(TrialRequest request)
    {
        using IRepeatedWork work = RepeatedWork.Of(request);
        work.Repeat();
        return Read(Stopwatch.GetElapsedTime(request.Started).TotalSeconds);
    }

    private static Reading Time(TrialRequest request)
    {
        using IRepeatedWork work = RepeatedWork.Of(request);
        int warmUp = request.Trial.Size == NetworkSize.Tiny ? WarmUpStepsOfTiny : WarmUpSteps;
        return Read(Repetition.MedianSeconds(work.Repeat, warmUp, request.Steps));
    }

    private static Reading Read(double seconds)
    {
        using var self = Process.GetCurrentProcess();
        return new Reading(seconds, self.PeakWorkingSet64 / (1024.0 * 1024), []);
    }
}
