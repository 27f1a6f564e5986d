using FluentAssertions;
using Xunit;

namespace Dcgan.Core.Tests.Diagnostics;

public sealed class NativeBackendTests
{
    [Fact]
    public void Keeping_memory_takes_effect_where_there_is_glibc()
    {
        bool glibc = OperatingSystem.IsLinux() && File.Exists("/lib64/ld-linux-x86-64.so.2");

        NativeBackend.KeepMemory().Should().Be(glibc);
        NativeBackend.KeepMemory().Should().Be(glibc, "repeated calls have the same result");
    }
}
