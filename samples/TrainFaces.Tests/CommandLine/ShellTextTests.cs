using System.Diagnostics;
using FluentAssertions;
using TrainFaces.CommandLine;
using Xunit;

namespace TrainFaces.Tests.CommandLine;

public class ShellTextTests
{
    private static readonly string[] Hard = ["plain-1.0/a_b", "", "two words", "it's", "$HOME `id` \"x\" \\ !", "a&b;c|d>e<f(g)*?[h]{i,j}~#", "new\nline", "größe", "--depths", "8,4", "-x=@y%z"];

    [Fact]
    public void A_shell_reads_the_arguments_that_were_joined()
    {
        using var shell = Process.Start(new ProcessStartInfo("sh", ["-c", ShellText.Join(["printf", "%s\\0", .. Hard], forWindows: false)]) { RedirectStandardOutput = true })!;

        shell.StandardOutput.ReadToEnd().Split('\0')[..^1].Should().Equal(Hard);
    }

    [Fact]
    public void Arguments_that_need_no_quotes_have_none() =>
        ShellText.Join(["dotnet", "a/TrainFaces.dll", "--depths", "256,128", "--base-size", "3x4"], forWindows: false)
            .Should().Be("dotnet a/TrainFaces.dll --depths 256,128 --base-size 3x4");

    [Fact]
    public void Windows_has_double_quotes_also_around_commas_which_PowerShell_splits() =>
        ShellText.Join(["dotnet", @"C:\a b\TrainFaces.dll", "--depths", "8,4", "--out", @"runs\faces", "--data", @"D:\my faces\"], forWindows: true)
            .Should().Be(@"dotnet ""C:\a b\TrainFaces.dll"" --depths ""8,4"" --out runs\faces --data ""D:\my faces\\""");
}
