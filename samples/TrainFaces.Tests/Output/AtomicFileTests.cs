using FluentAssertions;
using TrainFaces.Output;
using Xunit;

namespace TrainFaces.Tests.Output;

public class AtomicFileTests
{
    [Fact]
    public void A_file_is_replaced_and_no_temporary_file_remains()
    {
        using var folder = new TemporaryFolder();
        AtomicFile.Write(folder.File("a.csv"), [1, 2, 3]);

        AtomicFile.Write(folder.File("a.csv"), [4]);

        File.ReadAllBytes(folder.File("a.csv")).Should().Equal(4);
        Directory.GetFiles(folder.Path).Should().ContainSingle();
    }
}
