using FluentAssertions;
using Microsoft.Extensions.Logging.Abstractions;
using TorchSharp;
using Xunit;

namespace Dcgan.Core.Tests;

public sealed class ReadmeTests
{
    [Theory]
    [InlineData("README.md")]
    [InlineData("package/README.md")]
    public void The_readmes_code_is_the_code_that_compiles_here(string name)
    {
        string readme = Between(File(name), "```csharp", "```");
        string compiled = Between(File("ReadmeExample.cs"), "// <README>", "// </README>");

        string[] namespaces = ["using Dcgan.Core;", "using Microsoft.Extensions.Logging;", "using TorchSharp;"];
        Lines(readme).Should().StartWith(namespaces);
        Lines(compiled).Should().Equal(Lines(readme).Skip(namespaces.Length));
    }

    /// <summary>GeneratorAliasTests compiles this line.</summary>
    [Theory]
    [InlineData("README.md")]
    [InlineData("package/README.md")]
    public void The_readme_has_the_line_that_resolves_the_name_of_the_generator(string name) =>
        File(name).Should().Contain("using Generator = Dcgan.Core.Generator;");

    [Fact]
    public void The_readmes_code_runs()
    {
        using torch.Tensor images = torch.zeros(2, 3, 64, 64);

        ReadmeExample.Run([images], torch.CPU, NullLogger.Instance).Should().Equal(64, 3, 64, 64);
    }

    private static string File(string name) => System.IO.File.ReadAllText(Path.Combine(AppContext.BaseDirectory, name));

    private static string Between(string text, string start, string end)
    {
        int from = text.IndexOf(start, StringComparison.Ordinal) + start.Length;
        return text[from..text.IndexOf(end, from, StringComparison.Ordinal)];
    }

    private static IEnumerable<string> Lines(string text) =>
        text.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0);
}
