using FluentAssertions;
using Xunit;

namespace Dcgan.Core.Tests.Diagnostics;

public sealed class NativeBackendAdviceTests
{
    private const string OldRuntime = "libstdc++.so.6: version `GLIBCXX_3.4.32' not found (required by libLibTorchSharp.so)";

    [Fact]
    public void An_old_cplusplus_runtime_is_named_with_its_fix() =>
        NativeBackendAdvice.For(OldRuntime, "linux-x64", buildPatches: false).Should().Contain("libstdc++ of GCC 13")
            .And.Contain("Set <DcganPatchTorchSharp>true</DcganPatchTorchSharp> in the application's project file and rebuild")
            .And.NotContain("<Import");

    [Fact]
    public void A_build_without_the_targets_is_told_to_import_them() =>
        NativeBackendAdvice.For(OldRuntime, "linux-x64", buildPatches: null).Should()
            .Contain("<Import Project=\"PATH-OF-THE-CLONE/src/Dcgan.Core/buildTransitive/Dcgan.Core.targets\" />")
            .And.Contain("<DcganPatchTorchSharp>true</DcganPatchTorchSharp>");

    [Fact]
    public void A_build_that_already_patches_is_not_told_to_set_the_property() =>
        NativeBackendAdvice.For(OldRuntime, "linux-x64", buildPatches: true).Should()
            .Contain("Delete the application's bin and obj folders and rebuild").And.NotContain("<DcganPatchTorchSharp>");

    [Fact]
    public void A_program_whose_build_imports_the_targets_knows_it() =>
        NativeBackendAdvice.BuildPatches().Should().BeTrue("eng/TorchBackend.props imports the targets and sets the property");

    [Theory]
    [InlineData("linux-x64")]
    [InlineData("win-x64")]
    [InlineData("win-arm64")]
    [InlineData("osx-arm64")]
    public void A_missing_backend_is_named_by_the_package_of_the_system(string system) =>
        NativeBackendAdvice.For(
            "Unable to load. In order to help diagnose:\nlibtorch.so: cannot open shared object file: No such file or directory\n", system, null)
            .Should().Contain($"libtorch-cpu-{system} 2.10.0").And.EndWith("libtorch.so: cannot open shared object file: No such file or directory");

    [Theory]
    [InlineData("linux-arm64")]
    [InlineData("osx-x64")]
    public void A_system_without_natives_is_named(string system) =>
        NativeBackendAdvice.For("whatever", system, null).Should()
            .Be($"TorchSharp has no native libraries for {system}: it supports linux-x64, win-x64, win-arm64, osx-arm64.");
}
