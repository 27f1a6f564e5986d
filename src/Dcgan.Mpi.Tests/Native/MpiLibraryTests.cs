using System.Globalization;
using Dcgan.Mpi.Native;
using FluentAssertions;
using Xunit;

namespace Dcgan.Mpi.Tests.Native;

public sealed class MpiLibraryTests
{
    [Theory]
    [InlineData("OMPI_COMM_WORLD_SIZE", "40")]
    [InlineData("PMI_SIZE", "12")]
    [InlineData("NOTHING", "abi")]
    public void The_launcher_s_MPI_is_tried_first(string variable, string part) =>
        MpiLibrary.Candidates(Variables((variable, "2"))).First().Should().Contain(part);

    [Fact]
    public void The_library_of_the_environment_variable_is_the_only_one() =>
        MpiLibrary.Candidates(Variables(("DCGAN_MPI_LIBRARY", "/opt/mpi/libmpi.so"), ("PMI_SIZE", "2"))).Should().Equal("/opt/mpi/libmpi.so");

    [Theory]
    [InlineData("OMPI_COMM_WORLD_SIZE", "4", 4)]
    [InlineData("PMI_SIZE", "3", 3)]
    [InlineData("PMI_SIZE", "many", null)]
    [InlineData("NOTHING", "3", null)]
    public void The_launcher_says_how_many_processes_there_are(string variable, string value, int? expected) =>
        MpiLibrary.LaunchedProcesses(Variables((variable, value))).Should().Be(expected);

    [Fact]
    public void A_task_of_slurm_knows_how_many_there_are_but_not_a_program_that_it_starts()
    {
        string own = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);

        MpiLibrary.LaunchedProcesses(Variables(("SLURM_STEP_NUM_TASKS", "2"), ("SLURM_TASK_PID", own))).Should().Be(2);
        MpiLibrary.LaunchedProcesses(Variables(("SLURM_STEP_NUM_TASKS", "2"), ("SLURM_TASK_PID", "1"))).Should().BeNull();
    }

    private static Func<string, string?> Variables(params (string Name, string Value)[] variables) =>
        name => variables.FirstOrDefault(variable => variable.Name == name).Value;
}
