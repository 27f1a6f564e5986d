using FluentAssertions;
using Xunit;

namespace Dcgan.Mpi.Tests;

public sealed class MpiProcessGroupTests
{
    [Theory]
    [InlineData("MPI_ERR_TRUNCATE: message truncated", "MPI_ERR_TRUNCATE: message truncated.")]
    [InlineData("Other MPI error, error stack:\ninternal_Bcast(107): failed\n(unknown)(): Message truncated\n", "Other MPI error, error stack: internal_Bcast(107): failed; (unknown)(): Message truncated.")]
    [InlineData("", ".")]
    public void The_text_of_an_error_becomes_one_line(string text, string line) => MpiProcessGroup.InOneLine(text).Should().Be(line);
}
