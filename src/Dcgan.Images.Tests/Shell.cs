using System.Diagnostics;
using FluentAssertions;

namespace Dcgan.Images.Tests;

/// <summary>Runs a shell command, for files that .NET cannot create.</summary>
internal static class Shell
{
    public static void Run(string command)
    {
        using var process = Process.Start("bash", ["-c", command]);
        process.WaitForExit();
        process.ExitCode.Should().Be(0);
    }
}
