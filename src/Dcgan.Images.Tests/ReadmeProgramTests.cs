using System.Reflection;
using FluentAssertions;
using Xunit;

namespace Dcgan.Images.Tests;

/// <summary>eng/consumer-check.sh compiles and runs the program in README.md. The other pages must show the same one.</summary>
public class ReadmeProgramTests
{
    private static string Root => typeof(ReadmeProgramTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(entry => entry.Key == "Root").Value!;

    [Theory]
    [InlineData("docs/images.md")]
    [InlineData("src/Dcgan.Images/README.md")]
    public void Pages_show_the_program_of_the_readme(string page)
    {
        string[] program = Program("README.md", "#:package Dcgan.Images");

        program.Should().HaveCountGreaterThan(8);
        Program(page, "using Dcgan.Images;").Should().Equal(program);
    }

    /// <summary>The statements of the first C# block that contains a text, without their comments and the path.</summary>
    private static string[] Program(string page, string text) =>
    [
        .. File.ReadAllText(Path.Combine(Root, page)).Split("```csharp").Skip(1).Select(block => block.Split("```")[0])
            .First(block => block.Contains(text, StringComparison.Ordinal)).Split('\n')
            .Where(line => !line.StartsWith('#'))
            .Select(line => line.Split("//")[0].TrimEnd().Replace("args[0]", "\"faces\"", StringComparison.Ordinal))
            .Where(line => line.Length > 0),
    ];
}
