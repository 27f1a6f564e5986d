using Dcgan.Core;
using Dcgan.Core.Tests;
using FluentAssertions;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;
using Generator = Dcgan.Core.Generator; // The line that the doc comment of Generator names; without it, CS0104.

// A host's namespace: inside Dcgan.Core, Generator would not be ambiguous.
namespace Host.Networks;

public sealed class GeneratorAliasTests
{
    [Fact]
    public void A_file_with_using_static_torch_can_name_the_generator_with_an_alias()
    {
        using DisposeScope scope = NewDisposeScope();
        using var generator = new Generator(Tiny.Generator);

        Tensor images = generator.Sample(2, seed: 1);

        images.shape.Should().Equal(2, 3, 8, 8);
    }
}
