using FluentAssertions;
using Xunit;

namespace Dcgan.Core.Tests.Diagnostics;

public sealed class NativeBackendAdviceTests
{
    [Fact]
    public void An_old_cplusplus_runtime_is_named_with_its_fix() =>
        NativeBackendAdvice.For("libstdc++.so.6: version `GLIBCXX_3.4.32' not found (required by libLibTorchSharp.so)", "linux-x64")
            .Should().Contain("libstdc++ of GCC 13").And.Contain("<DcganPatchTorchSharp>true</DcganPatchTorchSharp>");

    [Theory]
    [InlineData("linux-x64")]
    [InlineData("win-x64")]
    [InlineData("osx-arm64")]
    public void A_missing_backend_is_named_by_the_package_of_the_system(string system) =>
        NativeBackendAdvice.For(
            "Unable to load. In order to help diagnose:\nlibtorch.so: cannot open shared object file: No such file or directory\n", system)
            .Should().Contain($"libtorch-cpu-{system} 2.10.0").And.EndWith("libtorch.so: cannot open shared object file: No such file or directory");

    [Theory]
    [InlineData("linux-arm64")]
    [InlineData("osx-x64")]
    public void A_system_without_natives_is_named(string system) =>
        NativeBackendAdvice.For("whatever", system).Should()
            .Be($"TorchSharp has no native libraries for {system}: it supports linux-x64, win-x64, osx-arm64.");
}
