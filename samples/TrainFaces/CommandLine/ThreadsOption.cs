using System.CommandLine;
using Dcgan.Core;
using TorchSharp;

namespace TrainFaces.CommandLine;

/// <summary>The number of threads that compute.</summary>
internal static class ThreadsOption
{
    /// <param name="remark">More about the number, with the default at its end.</param>
    public static Option<int?> Create(string remark) =>
        Integer.Optional("--threads", $"Threads that compute. Fewer than the cores leave cores to other programs. {remark}", 1, 1024);

    /// <summary>Sets the number of threads for this process. Call it before anything is computed.</summary>
    /// <param name="threads">Null for one thread per core.</param>
    public static void Apply(int? threads)
    {
        if (threads is { } count)
        {
            NativeBackend.EnsureLoaded();
            torch.set_num_threads(count);
        }
    }
}
