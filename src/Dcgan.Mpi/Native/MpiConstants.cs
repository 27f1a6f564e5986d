namespace Dcgan.Mpi.Native;

/// <summary>
/// The handles and constants that an MPI's header defines. MPI's functions have the same names everywhere, but handles are addresses
/// in Open MPI, 32-bit numbers in MPICH and its relatives, and small numbers in the standard ABI of MPI 5.
/// </summary>
/// <remarks>
/// Sources: mpi.h of Open MPI 4.1.4 and of MPICH 4.0.2; mpi.h of mpi-forum/mpi-abi-stubs for the ABI version 1.0. A 32-bit handle is
/// passed as a 64-bit number: in the calling conventions of x64 and arm64, the callee reads the lower half of the same register.
/// </remarks>
internal sealed record MpiConstants
{
    /// <summary>At least the size of an MPI_Status: 20 bytes in MPICH, 24 in Open MPI, 32 in the standard ABI.</summary>
    internal const int StatusLength = 64;

    internal required nint World { get; init; }

    internal required nint Float { get; init; }

    internal required nint Double { get; init; }

    internal required nint Byte { get; init; }

    internal required nint Sum { get; init; }

    internal required nint ErrorsReturn { get; init; }

    internal required nint InPlace { get; init; }

    /// <summary>The level at which several threads may call MPI, one at a time.</summary>
    internal required int ThreadSerialized { get; init; }

    /// <summary>MPICH, Intel MPI and MVAPICH, which have shared one ABI since 2013.</summary>
    internal static MpiConstants Mpich { get; } = new()
    {
        World = 0x44000000,
        Float = 0x4c00040a,
        Double = 0x4c00080b,
        Byte = 0x4c00010d,
        Sum = 0x58000003,
        ErrorsReturn = 0x54000001,
        InPlace = -1,
        ThreadSerialized = 2,
    };

    /// <summary>The standard ABI.</summary>
    internal static MpiConstants Standard { get; } = new()
    {
        World = 0x101,
        Float = 0x210,
        Double = 0x214,
        Byte = 0x247,
        Sum = 0x21,
        ErrorsReturn = 0x143,
        InPlace = 1,
        ThreadSerialized = 2048,
    };

    /// <summary>Chooses the constants of a loaded library.</summary>
    /// <param name="file">The name of the library's file.</param>
    /// <param name="version">The text of MPI_Get_library_version.</param>
    /// <param name="export">Returns the address of one of the library's exports.</param>
    /// <exception cref="MpiException">The MPI is unknown.</exception>
    internal static MpiConstants Of(string file, string version, Func<string, nint> export)
    {
        if (Path.GetFileName(file).StartsWith("libmpi_abi", StringComparison.Ordinal))
        {
            return Standard;
        }

        if (version.Contains("Open MPI", StringComparison.Ordinal))
        {
            return OpenMpi(export);
        }

        string[] relatives = ["MPICH", "Intel(R) MPI", "MVAPICH"];
        return relatives.Any(name => version.Contains(name, StringComparison.OrdinalIgnoreCase))
            ? Mpich
            : throw new MpiException(
                $"{file}: this MPI is unknown: \"{version}\". Supported are Open MPI, MPICH, Intel MPI, MVAPICH, and every MPI that has libmpi_abi, the standard ABI of MPI 5.");
    }

    /// <summary>Open MPI 4 and 5, whose handles are the addresses of exported objects.</summary>
    private static MpiConstants OpenMpi(Func<string, nint> export) => new()
    {
        World = export("ompi_mpi_comm_world"),
        Float = export("ompi_mpi_float"),
        Double = export("ompi_mpi_double"),
        Byte = export("ompi_mpi_byte"),
        Sum = export("ompi_mpi_op_sum"),
        ErrorsReturn = export("ompi_mpi_errors_return"),
        InPlace = 1,
        ThreadSerialized = 2,
    };
}
