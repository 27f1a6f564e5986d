using System.Text.RegularExpressions;
using System.Xml.Linq;
using FluentAssertions;
using Xunit;

namespace Dcgan.Core.Tests;

/// <summary>The pages that DocFX cannot check: DocFX finds broken links, but knows neither shells nor versions.</summary>
public sealed partial class DocumentationTests
{
    public static TheoryData<string> Pages { get; } =
    [
        .. Directory.EnumerateFiles(RepositoryFiles.PathOf("docs"), "*.md").Select(path => $"docs/{Path.GetFileName(path)}"),
        "README.md",
        "CONTRIBUTING.md",
        "samples/FaceService/README.md",
        "samples/FaceStudio/README.md",
        "benchmarks/README.md",
        "src/Dcgan.Images/README.md",
        "src/Dcgan.Mpi/README.md",
        "src/Dcgan.Templates/README.md",
        "src/Dcgan.Templates/content/dcgan-console/README.md",
        "src/Dcgan.Templates/content/dcgan-web/README.md",
    ];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Commands_without_the_name_of_a_shell_run_in_Bash_and_in_PowerShell(string page)
    {
        string[] commands = [.. LinesOfBlocksWithoutLanguage(RepositoryFiles.Read(page))];

        commands.Should().NotContain(command => OneShell().IsMatch(command), "Windows PowerShell 5.1 reads these lines differently");
    }

    [Fact]
    public void The_page_of_systems_names_the_versions_that_this_repository_builds_with()
    {
        string page = RepositoryFiles.Read("docs", "compatibility.md");
        string[] rows =
        [
            .. XDocument.Parse(RepositoryFiles.Read("Directory.Packages.props")).Descendants("PackageVersion")
                .Select(package => (Name: (string)package.Attribute("Include")!, Version: (string)package.Attribute("Version")!))
                .Where(package => package.Name.StartsWith("libtorch-", StringComparison.Ordinal)
                    || package.Name.StartsWith("TorchSharp-", StringComparison.Ordinal))
                .Select(package => $"| `{package.Name}` | {package.Version} |"),
        ];

        rows.Should().HaveCountGreaterThan(4).And.AllSatisfy(row => page.Should().Contain(row));
    }

    [Fact]
    public void The_sites_table_of_contents_has_every_page()
    {
        string contents = RepositoryFiles.Read("docs", "toc.yml");

        Directory.EnumerateFiles(RepositoryFiles.PathOf("docs"), "*.md").Select(Path.GetFileName).Should().HaveCountGreaterThan(10)
            .And.AllSatisfy(page => contents.Should().Contain($"href: {page}\n"));
    }

    /// <summary>The lines of code blocks without a language: commands, and plain text.</summary>
    private static IEnumerable<string> LinesOfBlocksWithoutLanguage(string page)
    {
        string? language = null;
        foreach (string line in page.Split('\n'))
        {
            if (line.TrimStart().StartsWith("```", StringComparison.Ordinal))
            {
                language = language is null ? line.Trim()[3..] : null;
            }
            else if (language is "")
            {
                yield return line;
            }
        }
    }

    /// <summary>
    /// A continued line, a list of commands, a variable before a command, a command of Bash only, the output of a command, or a list of numbers
    /// without quotes, which PowerShell passes as several arguments.
    /// </summary>
    [GeneratedRegex(@"[\\`]$| && | \|\| |^ *[A-Z_]+=\S* |^ *(alias|export|source|rm -rf) |\$\(| --\S+ [0-9]+,[0-9]", RegexOptions.ExplicitCapture)]
    private static partial Regex OneShell();
}
