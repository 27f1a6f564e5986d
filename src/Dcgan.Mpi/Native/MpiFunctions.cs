using System.Runtime.InteropServices;

[assembly: DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]

namespace Dcgan.Mpi.Native;

/// <summary>The functions of the loaded MPI library. Handles are passed as <see cref="MpiConstants"/> has them.</summary>
internal static partial class MpiFunctions
{
    /// <summary>The name that <see cref="MpiLibrary"/> resolves.</summary>
    internal const string Library = "mpi";

    [LibraryImport(Library, EntryPoint = "MPI_Get_library_version")]
    internal static partial int GetLibraryVersion([Out] byte[] version, out int length);

    [LibraryImport(Library, EntryPoint = "MPI_Initialized")]
    internal static partial int Initialized(out int isInitialized);

    [LibraryImport(Library, EntryPoint = "MPI_Finalized")]
    internal static partial int Finalized(out int isFinalized);

    [LibraryImport(Library, EntryPoint = "MPI_Init_thread")]
    internal static partial int InitThread(nint argumentCount, nint arguments, int required, out int provided);

    [LibraryImport(Library, EntryPoint = "MPI_Query_thread")]
    internal static partial int QueryThread(out int provided);

    [LibraryImport(Library, EntryPoint = "MPI_Finalize")]
    internal static partial int End();

    [LibraryImport(Library, EntryPoint = "MPI_Abort")]
    internal static partial int Abort(nint communicator, int exitCode);

    [LibraryImport(Library, EntryPoint = "MPI_Comm_set_errhandler")]
    internal static partial int SetErrorHandler(nint communicator, nint handler);

    [LibraryImport(Library, EntryPoint = "MPI_Error_string")]
    internal static partial int ErrorString(int code, [Out] byte[] text, out int length);

    [LibraryImport(Library, EntryPoint = "MPI_Comm_rank")]
    internal static partial int Rank(nint communicator, out int rank);

    [LibraryImport(Library, EntryPoint = "MPI_Comm_size")]
    internal static partial int Size(nint communicator, out int size);

    [LibraryImport(Library, EntryPoint = "MPI_Allreduce")]
    internal static partial int AllReduce(nint source, nint target, int count, nint type, nint operation, nint communicator);

    [LibraryImport(Library, EntryPoint = "MPI_Iallreduce")]
    internal static partial int StartAllReduce(nint source, nint target, int count, nint type, nint operation, nint communicator, out nint request);

    /// <param name="request">The request; a null request when it has ended.</param>
    /// <param name="hasEnded">Not 0 when the request has ended.</param>
    /// <param name="status"><see cref="MpiConstants.StatusLength"/> bytes, since the constant for none differs between MPIs.</param>
    [LibraryImport(Library, EntryPoint = "MPI_Test")]
    internal static partial int Test(ref nint request, out int hasEnded, [Out] byte[] status);

    [LibraryImport(Library, EntryPoint = "MPI_Wait")]
    internal static partial int Wait(ref nint request, [Out] byte[] status);

    [LibraryImport(Library, EntryPoint = "MPI_Bcast")]
    internal static partial int Broadcast(nint values, int count, nint type, int root, nint communicator);

    [LibraryImport(Library, EntryPoint = "MPI_Barrier")]
    internal static partial int Barrier(nint communicator);
}
