using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;

namespace Dcgan.Mpi.Native;

/// <summary>Finds and loads the MPI library, once in a process.</summary>
internal static partial class MpiLibrary
{
    /// <summary>The environment variable with the path of the library to load.</summary>
    internal const string PathVariable = "DCGAN_MPI_LIBRARY";

    private const int LoadNow = 2;

    private static readonly Lock Guard = new();
    private static nint Handle;
    private static string? Loaded;

    /// <summary>RTLD_GLOBAL: the plug-ins of an MPI use the symbols of its main library.</summary>
    private static int LoadGlobal => OperatingSystem.IsMacOS() ? 0x8 : 0x100;

    /// <summary>Loads the library, unless it is loaded.</summary>
    /// <returns>The file that was loaded.</returns>
    /// <exception cref="MpiException">There is no MPI library.</exception>
    internal static string Load()
    {
        lock (Guard)
        {
            return Loaded ??= LoadFirst(Environment.GetEnvironmentVariable);
        }
    }

    /// <summary>The address of an export of the library.</summary>
    /// <exception cref="MpiException">The library does not have it.</exception>
    internal static nint Export(string name) => NativeLibrary.TryGetExport(Handle, name, out nint address)
        ? address
        : throw new MpiException($"{Loaded}: this Open MPI has no {name}.");

    /// <summary>
    /// The files to try, in order: that of the environment variable alone, or that of the launcher's MPI before the others. A process
    /// that loads another MPI than its launcher's would find itself alone.
    /// </summary>
    /// <param name="variable">Reads an environment variable.</param>
    internal static IEnumerable<string> Candidates(Func<string, string?> variable)
    {
        if (variable(PathVariable) is { Length: > 0 } path)
        {
            return [path];
        }

        string[] openMpi = OperatingSystem.IsMacOS() ? ["libmpi.40.dylib"] : ["libmpi.so.40"];
        string[] mpich = OperatingSystem.IsMacOS() ? ["libmpi.12.dylib"] : ["libmpi.so.12", "libmpich.so.12"];
        string[] standard = OperatingSystem.IsMacOS() ? ["libmpi_abi.1.dylib"] : ["libmpi_abi.so.1", "libmpi_abi.so.0"];
        string[] others = OperatingSystem.IsMacOS() ? ["libmpi_abi.dylib", "libmpi.dylib"] : ["libmpi.so"];
        return variable("OMPI_COMM_WORLD_SIZE") is not null ? [.. openMpi, .. standard, .. mpich, .. others]
            : variable("PMI_SIZE") is not null ? [.. mpich, .. standard, .. openMpi, .. others]
            : [.. standard, .. openMpi, .. mpich, .. others];
    }

    /// <summary>The number of processes that the launcher has started; null if it does not say.</summary>
    /// <param name="variable">Reads an environment variable.</param>
    internal static int? LaunchedProcesses(Func<string, string?> variable) =>
        int.TryParse(variable("OMPI_COMM_WORLD_SIZE") ?? variable("PMI_SIZE") ?? TasksOfSlurm(variable), out int size) ? size : null;

    // Programs that a task of Slurm starts inherit its variables, but are no tasks themselves.
    private static string? TasksOfSlurm(Func<string, string?> variable) =>
        variable("SLURM_TASK_PID") == Environment.ProcessId.ToString(CultureInfo.InvariantCulture) ? variable("SLURM_STEP_NUM_TASKS") : null;

    private static string LoadFirst(Func<string, string?> variable)
    {
        if (!OperatingSystem.IsLinux() && !OperatingSystem.IsMacOS())
        {
            throw new MpiException("MPI: this system is not supported; use Linux or macOS.");
        }

        Prepare();
        string[] candidates = [.. Candidates(variable)];
        foreach (string file in candidates)
        {
            Handle = Open(file, LoadNow | LoadGlobal);
            if (Handle != 0)
            {
                NativeLibrary.SetDllImportResolver(typeof(MpiLibrary).Assembly, Resolve);
                return file;
            }
        }

        throw new MpiException(
            $"MPI: no library could be loaded; tried {string.Join(", ", candidates)}. Install an MPI, such as openmpi-bin and libopenmpi3 on Debian and Ubuntu or openmpi on Fedora, or set {PathVariable} to the path of the library.");
    }

    /// <summary>
    /// Sets what an MPI reads when it starts, unless the user has set it: in the native environment, which
    /// Environment.SetEnvironmentVariable does not change.
    /// </summary>
    private static void Prepare()
    {
        // .NET handles SIGSEGV itself: it becomes a NullReferenceException. UCX, the transport of many MPIs, would end the process instead.
        _ = SetVariable("UCX_ERROR_SIGNALS", string.Empty, overwrite: 0);

        // Rabenseifner's algorithm, as in MPI_Allreduce and in MPICH. By itself, Open MPI sends sums in place through rank 0, which then
        // receives and sends log2(N) times the tensor instead of less than twice.
        _ = SetVariable("OMPI_MCA_coll_libnbc_iallreduce_algorithm", "3", overwrite: 0);

        // Two connections between two hosts. In one, data in both directions often passed at little more than half of the rate.
        _ = SetVariable("OMPI_MCA_btl_tcp_links", "2", overwrite: 0);
    }

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path) => name == MpiFunctions.Library ? Handle : 0;

    [LibraryImport("libc", EntryPoint = "dlopen", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint Open(string file, int flags);

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetVariable(string name, string value, int overwrite);
}
