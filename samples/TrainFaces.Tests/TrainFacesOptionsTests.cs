using FluentAssertions;
using Xunit;

namespace TrainFaces.Tests;

public class TrainFacesOptionsTests
{
    [Theory]
    [InlineData(null, "faces")]
    [InlineData("faces", "faces-data")]
    [InlineData("Faces.zip", "Faces-data")]
    [InlineData("celeba.v1", "celeba.v1")]
    [InlineData("celeba.v2", "celeba.v2")]
    [InlineData("sets/celeba.v2/", "celeba.v2")]
    [InlineData("celeba.ZIP", "celeba")]
    [InlineData(".faces", ".faces")]
    [InlineData(".zip", ".zip")]
    [InlineData("/", "data")]
    public void Runs_on_different_data_have_different_default_folders(string? data, string name) =>
        TrainFacesOptions.DefaultOut(data).Should().Be(Path.Combine("runs", name));
}
