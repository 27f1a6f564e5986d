using Dcgan.Core.Tests.Architecture;
using FluentAssertions;
using Xunit;

namespace Dcgan.Images.Tests;

public sealed class ScalarUsesTests
{
    [Fact]
    public void The_library_creates_no_Scalars_which_TorchSharp_may_free_too_early() =>
        string.Join('\n', ScalarUses.In(typeof(ImageFolder).Assembly.Location)).Should().BeEmpty();
}
