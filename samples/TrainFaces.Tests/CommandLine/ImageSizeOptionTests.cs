using Dcgan.Core;
using FluentAssertions;
using TrainFaces.CommandLine;
using Xunit;

namespace TrainFaces.Tests.CommandLine;

public class ImageSizeOptionTests
{
    [Fact]
    public void The_size_gives_the_networks_the_default_first_depth()
    {
        var options = ImageSizeOption.Apply((96, 128), new TrainFacesOptions { Out = "out" });

        options.Should().Be(new TrainFacesOptions { Out = "out", Depths = [128, 64, 32, 16, 8], BaseSize = (3, 4) });
        options.ImageSize.Should().Be(new SpatialSize(96, 128));
        ImageSizeOption.Apply(64, new TrainFacesOptions { Out = "out" }).Should().Be(new TrainFacesOptions { Out = "out" }, "64 is the default");
    }

    [Fact]
    public void Depths_of_the_user_stay()
    {
        var given = new TrainFacesOptions { Out = "out", Depths = [64, 32], Given = ["--depths"] };

        ImageSizeOption.Apply((40, 20), given).Should().Be(given with { BaseSize = (10, 5) });
    }
}
