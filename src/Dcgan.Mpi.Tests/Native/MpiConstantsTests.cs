using Dcgan.Mpi.Native;
using FluentAssertions;
using Xunit;

namespace Dcgan.Mpi.Tests.Native;

public sealed class MpiConstantsTests
{
    [Theory]
    [InlineData("libmpi.so.12", "MPICH Version:\t4.0.2")]
    [InlineData("libmpich.so.12", "MPICH Version: 3.4")]
    [InlineData("libmpi.so.12", "Intel(R) MPI Library 2021.11 for Linux* OS")]
    [InlineData("libmpi.so.12", "MVAPICH2 Version      :\t2.3.7")]
    [InlineData("/opt/mvapich/lib/libmpi.so.12", "MVAPICH Version      :\t3.0")]
    public void The_relatives_of_Mpich_have_its_numbers(string file, string version) =>
        MpiConstants.Of(file, version, None).Should().BeSameAs(MpiConstants.Mpich);

    [Theory]
    [InlineData("libmpi_abi.so.1", "MPICH Version: 5.0.0")]
    [InlineData("/usr/lib/libmpi_abi.so.0", "Open MPI v6.0.0")]
    [InlineData("libmpi_abi.1.dylib", "Something new")]
    public void A_library_of_the_standard_ABI_has_its_numbers_whoever_made_it(string file, string version) =>
        MpiConstants.Of(file, version, None).Should().BeSameAs(MpiConstants.Standard);

    [Theory]
    [InlineData("Open MPI v4.1.4, package: Debian OpenMPI")]
    [InlineData("Open MPI v5.0.8, package: Open MPI")]
    public void The_handles_of_Open_MPI_are_its_exports(string version)
    {
        List<string> asked = [];

        MpiConstants constants = MpiConstants.Of("libmpi.so.40", version, name =>
        {
            asked.Add(name);
            return 1000 + asked.Count;
        });

        asked.Should().Equal(
            "ompi_mpi_comm_world", "ompi_mpi_float", "ompi_mpi_double", "ompi_mpi_byte", "ompi_mpi_op_sum", "ompi_mpi_errors_return");
        (constants.World, constants.Float, constants.ErrorsReturn, constants.InPlace, constants.ThreadSerialized)
            .Should().Be(((nint)1001, (nint)1002, (nint)1006, (nint)1, 2));
    }

    [Fact]
    public void The_numbers_are_those_of_the_headers()
    {
        (MpiConstants.Mpich.World, MpiConstants.Mpich.Float, MpiConstants.Mpich.Sum, MpiConstants.Mpich.InPlace)
            .Should().Be(((nint)0x44000000, (nint)0x4c00040a, (nint)0x58000003, (nint)(-1)));
        (MpiConstants.Standard.World, MpiConstants.Standard.Float, MpiConstants.Standard.Sum, MpiConstants.Standard.InPlace)
            .Should().Be(((nint)0x101, (nint)0x210, (nint)0x21, (nint)1));
        (MpiConstants.Standard.ThreadSerialized, MpiConstants.Standard.ErrorsReturn).Should().Be((2048, (nint)0x143));
    }

    [Fact]
    public void An_unknown_MPI_is_named()
    {
        Action choose = () => MpiConstants.Of("libmpi.so", "LAM 7.1.4", None);

        choose.Should().Throw<MpiException>().WithMessage("libmpi.so: this MPI is unknown: \"LAM 7.1.4\". Supported are Open MPI*");
    }

    private static nint None(string name) => throw new InvalidOperationException(name);
}
