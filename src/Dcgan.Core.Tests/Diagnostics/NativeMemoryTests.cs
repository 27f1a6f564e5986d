using FluentAssertions;
using Xunit;

namespace Dcgan.Core.Tests.Diagnostics;

public sealed class NativeMemoryTests
{
    [Fact]
    public void Keeping_memory_takes_effect_where_there_is_glibc()
    {
        bool glibc = OperatingSystem.IsLinux() && File.Exists("/lib64/ld-linux-x86-64.so.2");

        NativeMemory.Keep().Should().Be(glibc);
        NativeMemory.Keep().Should().Be(glibc, "twice is as good as once");
    }
}
