using System.Security.Cryptography;
using System.Text;
using Dcgan.Core;
using Dcgan.Mpi.Native;
using TorchSharp;
using static TorchSharp.torch;

namespace Dcgan.Mpi;

/// <content>Starting MPI.</content>
public sealed partial class MpiProcessGroup
{
    /// <summary>Loads MPI and starts it in this process. Every process of the program makes this call, once.</summary>
    /// <returns>The processes. Dispose them at the end of the program.</returns>
    /// <exception cref="MpiException">
    /// There is no MPI library, it is unknown or another one than the launcher's, it does not support threads, or it has been ended before.
    /// </exception>
    /// <exception cref="NativeBackendException">libtorch cannot be loaded.</exception>
    public static MpiProcessGroup Start()
    {
        NativeBackend.EnsureLoaded();
        string file = MpiLibrary.Load();
        byte[] text = new byte[TextLength];
        _ = MpiFunctions.GetLibraryVersion(text, out int length);
        string version = Encoding.UTF8.GetString(text, 0, length).Split('\n')[0].Trim(' ', '\0');
        MpiConstants constants = MpiConstants.Of(file, version, MpiLibrary.Export);
        _ = MpiFunctions.Finalized(out int isFinalized);
        if (isFinalized != 0)
        {
            throw new MpiException("MPI: it has been ended in this process, and cannot be started again. Start one group, and dispose it at the end of the program.");
        }

        _ = MpiFunctions.Initialized(out int isInitialized);
        int provided;
        if (isInitialized == 0)
        {
            Check(MpiFunctions.InitThread(0, 0, constants.ThreadSerialized, out provided), "MPI_Init_thread");
        }
        else
        {
            Check(MpiFunctions.QueryThread(out provided), "MPI_Query_thread");
        }

        if (provided < constants.ThreadSerialized)
        {
            throw new MpiException($"MPI: {version} must support calls from several threads (MPI_THREAD_SERIALIZED, {constants.ThreadSerialized}) but provides level {provided}. Use a build with thread support.");
        }

        var group = new MpiProcessGroup(constants, version, isOwner: isInitialized == 0);
        if (group.Size == 1 && MpiLibrary.LaunchedProcesses(Environment.GetEnvironmentVariable) is int launched and > 1)
        {
            throw new MpiException($"MPI: the launcher has started {launched} processes, but {version} in {file} finds 1, so it is not the launcher's MPI. Start the program with that MPI's mpirun, or set {MpiLibrary.PathVariable} to the path of the launcher's library.");
        }

        group.FindHost();
        return group;
    }

    /// <summary>Counts the processes that have the same host name.</summary>
    private void FindHost()
    {
        // 52 bits of a digest, which a float64 holds exactly.
        ulong digest = BitConverter.ToUInt64(SHA256.HashData(Encoding.UTF8.GetBytes(Environment.MachineName))) >> 12;
        double[] hosts = new double[Size];
        hosts[Rank] = digest;
        using Tensor all = tensor(hosts).DetachFromDisposeScope();
        Sum(all);
        hosts = all.data<double>().ToArray();
        HostSize = hosts.Count(host => host == digest);
        HostRank = hosts[..Rank].Count(host => host == digest);
    }
}
