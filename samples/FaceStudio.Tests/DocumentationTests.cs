using System.Reflection;
using FluentAssertions;
using Xunit;

namespace FaceStudio.Tests;

public sealed class DocumentationTests
{
    private static readonly string Root = typeof(DocumentationTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(entry => entry.Key == "Root").Value!;

    [Fact]
    public void All_code_of_the_page_about_hosting_is_in_the_application()
    {
        string source = string.Join('\n', Directory.EnumerateFiles(Path.Combine(Root, "samples", "FaceStudio"), "*.cs").Select(path => Lines(File.ReadAllText(path))));
        string[] blocks = [.. File.ReadAllText(Path.Combine(Root, "docs", "hosting.md")).Split("```csharp\n").Skip(1).Select(block => Lines(block.Split("```")[0]))];

        blocks.Should().HaveCountGreaterThan(5).And.AllSatisfy(block => source.Should().Contain(block));
    }

    [Fact]
    public void The_table_of_settings_has_every_setting()
    {
        string readme = File.ReadAllText(Path.Combine(Root, "samples", "FaceStudio", "README.md"));

        StudioSettings.Names.Should().AllSatisfy(name =>
            readme.Should().ContainEquivalentOf($"| `--{name}").And.Contain($"`{StudioSettings.EnvironmentPrefix}{name.ToUpperInvariant()}`"));
    }

    /// <summary>The lines without their indentation, so that a page may show a part of a method.</summary>
    private static string Lines(string code) => string.Join('\n', code.Trim().Split('\n').Select(line => line.Trim()));
}
