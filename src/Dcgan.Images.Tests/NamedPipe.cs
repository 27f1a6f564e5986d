using System.Diagnostics;

namespace Dcgan.Images.Tests;

/// <summary>Creates named pipes. Opening one to read waits until somebody writes to it.</summary>
internal static class NamedPipe
{
    public static void Create(string path)
    {
        using var process = Process.Start("mkfifo", [path]);
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"mkfifo {path} failed.");
        }
    }
}
