using FluentAssertions;
using TrainFaces.Output;
using Xunit;

namespace TrainFaces.Tests.Output;

public sealed class PictureSetTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("new")]
    [InlineData("new.zip")]
    public void Each_file_is_reported(string name)
    {
        var fractions = new List<double>();

        PictureSet.Write(folder.File(name), [("a", [1]), ("b", [2]), ("c", [3]), ("d", [4])], 4, new Reporter(fractions.Add));

        fractions.Should().Equal(0.25, 0.5, 0.75, 1);
    }

    [Theory]
    [InlineData("new")]
    [InlineData("empty")]
    [InlineData("new.zip")]
    public void Files_that_are_not_complete_are_deleted(string name)
    {
        Directory.CreateDirectory(folder.File("empty"));
        var write = () => PictureSet.Write(folder.File(name), Canceled(), 2, new Reporter(_ => { }));

        write.Should().Throw<OperationCanceledException>();

        Directory.GetFileSystemEntries(folder.Path, "*", SearchOption.AllDirectories).Should().Equal(folder.File("empty"));
    }

    private static IEnumerable<(string Name, byte[] Content)> Canceled()
    {
        yield return ("a", [1]);
        throw new OperationCanceledException();
    }
}
