using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;

namespace Dcgan.Core;

/// <summary>
/// Runs jobs on the threads that libtorch itself computes with, if they are libgomp's. Threads of .NET's pool would take the cores from them:
/// both kinds spin for a while after their work, and the next operation of the other kind waits for them.
/// </summary>
internal static unsafe class OpenMPThreads
{
    private static readonly Lazy<Exports?> Library = new(Find);

    /// <summary>
    /// Runs each job once, on some threads, one of which is this thread. Each thread runs jobs that follow one another: its share of the maps is
    /// then about the share that libtorch's operations give it, and still in its core's cache.
    /// </summary>
    /// <param name="jobs">Number of jobs.</param>
    /// <param name="threads">
    /// Number of threads, at least 2. Always pass libtorch's: libgomp ends the threads that a smaller region does not need and starts new ones for
    /// the next operation.
    /// </param>
    /// <param name="job">Takes the index of a job.</param>
    /// <returns>Whether there are such threads. If not, no job has run.</returns>
    /// <exception cref="Exception">The first exception of a job; jobs that had not begun are left out.</exception>
    internal static bool TryRun(int jobs, int threads, Action<int> job)
    {
        if (Library.Value is not { } exports)
        {
            return false;
        }

        var region = new Region(jobs, job, exports);
        var handle = GCHandle.Alloc(region);
        try
        {
            exports.Parallel(&Work, GCHandle.ToIntPtr(handle), (uint)threads, 0);
        }
        finally
        {
            handle.Free();
        }

        region.Failure?.Throw();
        return true;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Work(nint region) => ((Region)GCHandle.FromIntPtr(region).Target!).Work();

    /// <summary>Finds the libgomp beside libtorch; a program may have loaded another one too.</summary>
    private static Exports? Find()
    {
        if (!OperatingSystem.IsLinux())
        {
            return null;
        }

        NativeBackend.EnsureLoaded();
        try
        {
            string[] loaded = [.. File.ReadLines("/proc/self/maps").Select(line => line[Math.Max(0, line.IndexOf('/', StringComparison.Ordinal))..]).Distinct()];
            string? folder = Path.GetDirectoryName(Array.Find(loaded, path => Path.GetFileName(path) == "libtorch_cpu.so"));
            string? library = Array.Find(
                loaded, path => Path.GetDirectoryName(path) == folder && Path.GetFileName(path).StartsWith("libgomp", StringComparison.Ordinal));
            return library is not null
                && NativeLibrary.TryLoad(library, out nint handle)
                && NativeLibrary.TryGetExport(handle, "GOMP_parallel", out nint parallel)
                && NativeLibrary.TryGetExport(handle, "omp_get_thread_num", out nint index)
                && NativeLibrary.TryGetExport(handle, "omp_get_num_threads", out nint count)
                ? new Exports(parallel, index, count)
                : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>What compilers call for a parallel region, and what tells a thread its place in the region.</summary>
    private sealed class Exports(nint parallel, nint index, nint count)
    {
        internal delegate* unmanaged[Cdecl]<delegate* unmanaged[Cdecl]<nint, void>, nint, uint, uint, void> Parallel { get; } =
            (delegate* unmanaged[Cdecl]<delegate* unmanaged[Cdecl]<nint, void>, nint, uint, uint, void>)parallel;

        /// <summary>Index of this thread in the region.</summary>
        internal int Index => ((delegate* unmanaged[Cdecl]<int>)index)();

        /// <summary>Number of threads of the region, which may be fewer than were asked for.</summary>
        internal int Count => ((delegate* unmanaged[Cdecl]<int>)count)();
    }

    private sealed class Region(int jobs, Action<int> job, Exports exports)
    {
        private ExceptionDispatchInfo? failure;

        internal ExceptionDispatchInfo? Failure => failure;

        /// <summary>Runs the jobs of this thread. No exception may leave it: its caller is native code.</summary>
        internal void Work()
        {
            try
            {
                (long index, long count) = (exports.Index, exports.Count);
                for (int next = (int)(jobs * index / count); next < jobs * (index + 1) / count && failure is null; next++)
                {
                    job(next);
                }
            }
#pragma warning disable CA1031 // Thrown by TryRun.
            catch (Exception error)
#pragma warning restore CA1031
            {
                Interlocked.CompareExchange(ref failure, ExceptionDispatchInfo.Capture(error), null);
            }
        }
    }
}
