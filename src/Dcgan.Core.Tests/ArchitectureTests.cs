using Dcgan.Core.Tests.Architecture;
using FluentAssertions;
using Xunit;

namespace Dcgan.Core.Tests;

/// <summary>Checks the library's sources against the layer table in CONTRIBUTING.md.</summary>
public sealed class ArchitectureTests
{
    private static readonly LayerTable Layers = LayerTable.Read(RepositoryFiles.Read("CONTRIBUTING.md"));

    /// <summary>The files that use generated code: ONNX messages and JSON.</summary>
    private static readonly string[] Generated = ["Onnx/", "Checkpoints/CheckpointJson.cs:"];

    private static readonly Lazy<SourceGraph> Library = new(
        () => SourceGraph.Read(RepositoryFiles.PathOf("src", "Dcgan.Core"), "bin", "obj", "buildTransitive"));

    [Fact]
    public void A_folder_depends_only_on_the_folders_above_it()
    {
        string violations = Layers.Violations(Library.Value.Arrows());

        Assert.True(violations.Length == 0, violations);
    }

    [Fact]
    public void The_checker_resolves_every_name_but_those_of_generated_code()
    {
        IEnumerable<string> names = Library.Value.UnresolvedNames();

        string.Join('\n', names.Where(name => !Generated.Any(user => name.StartsWith(user, StringComparison.Ordinal)))).Should().BeEmpty();
    }

    [Fact]
    public void The_table_and_the_folders_are_the_same() =>
        Library.Value.Folders.Order().Should().Equal(Layers.Folders.Order());

    [Fact]
    public void The_parts_of_a_type_lie_in_one_folder() =>
        string.Join('\n', Library.Value.TypesInSeveralFolders()).Should().BeEmpty();

    [Fact]
    public void A_file_declares_at_most_one_public_type() =>
        string.Join('\n', Library.Value.FilesOfSeveralPublicTypes()).Should().BeEmpty();

    [Theory]
    [InlineData("a type", "private Lower? lower;")]
    [InlineData("a type argument", "private List<Lower>? lowers;")]
    [InlineData("a static member", "private int number = Lower.Count;")]
    [InlineData("an inferred type", "private void Use() { var lower = Source.Make(); }")]
    [InlineData("a target-typed new", "private void Use() => Source.Take(new());")]
    [InlineData("an indexer", "private int number = Source.Make()[0];")]
    [InlineData("an extension method", "private string text = 1.ToText();")]
    [InlineData("an extension property", "private bool even = 1.IsEven;")]
    [InlineData("a static extension member", "private int number = int.Answer;")]
    [InlineData("an attribute", "[Marked] private int number;")]
    [InlineData("a name alone", "private string name = nameof(Lower);")]
    [InlineData("an argument of an unknown type", "private int number = Lower.Add(Generated.Number);")]
    public void The_checker_finds(string use, string code)
    {
        Arrow[] arrows = [.. ArrowsOfUpper(code)];

        arrows.Should().NotBeEmpty(use);
        arrows.Should().OnlyContain(arrow => arrow.From == "High" && arrow.To == "Low" && arrow.Line == 6, use);
        new LayerTable("High", "Low").Violations(arrows).Should().Contain("High -> Low\n    High/Upper.cs:6 ");
        new LayerTable("Low", "High").Violations(arrows).Should().BeEmpty();
    }

    [Theory]
    [InlineData("a doc comment", "/// <summary>As <see cref=\"Lower\"/> does.</summary>\n private int number;")]
    [InlineData("a comment", "private int number; // as Lower does")]
    [InlineData("a text", "private string text = \"Lower\";")]
    [InlineData("the folder's own type", "private Upper? other;")]
    [InlineData("the platform's type", "private List<int>? numbers;")]
    public void The_checker_leaves_out(string use, string code) => ArrowsOfUpper(code).Should().BeEmpty(use);

    [Fact]
    public void The_checker_finds_a_type_in_two_folders()
    {
        var graph = new SourceGraph(new Dictionary<string, string>
        {
            ["High/Both.cs"] = "public partial class Both;",
            ["Low/Both.More.cs"] = "public partial class Both;",
            ["Low/Deeper/One.cs"] = "public partial class One;",
            ["Low/One.cs"] = "public partial class One;",
        });

        graph.TypesInSeveralFolders().Should().Equal("Both: High, Low");
    }

    [Fact]
    public void The_checker_finds_two_public_types_in_a_file()
    {
        var graph = new SourceGraph(new Dictionary<string, string>
        {
            ["High/Two.cs"] = "public class First; public delegate void Second(); internal class Third;",
            ["High/One.cs"] = "public static class Outer { public class Inner; extension(int) { public static int Zero => 0; } }",
        });

        graph.FilesOfSeveralPublicTypes().Should().Equal("High/Two.cs: First, Second");
    }

    [Fact]
    public void The_checker_refuses_a_source_that_it_cannot_parse()
    {
        Action read = () => _ = new SourceGraph(new Dictionary<string, string> { ["High/Broken.cs"] = "public class {" });

        read.Should().Throw<ArgumentException>().WithMessage("sources: cannot be parsed: High/Broken.cs(1,14)*");
    }

    [Fact]
    public void The_table_is_read_row_by_row()
    {
        LayerTable table = LayerTable.Read(
            "Text on `Other/`.\n\n| folder | holds |\n|---|---|\n| `High/` | `Inner/` |\n| `Low/` | more |\n");

        table.Folders.Should().Equal("High", "Low");
    }

    /// <summary>The dependencies of a class in the folder High that has this code on its line 6.</summary>
    private static IEnumerable<Arrow> ArrowsOfUpper(string code) => new SourceGraph(new Dictionary<string, string>
    {
        ["High/Upper.cs"] = $$"""
            namespace N;

            /// <summary>See <see cref="Lower"/>.</summary>
            internal class Upper
            {
                {{code}}
            }
            """,
        ["High/Source.cs"] = """
            namespace N;
            internal static class Source
            {
                public static Lower Make() => new();
                public static void Take(Lower lower) { }
            }
            """,
        ["Low/Lower.cs"] = """
            namespace N;
            internal class Lower
            {
                public static int Count => 1;
                public int this[int index] => index;
                public static int Add(int number) => number;
                public static int Add(string text) => text.Length;
            }
            internal class MarkedAttribute : Attribute;
            internal static class Extensions
            {
                public static string ToText(this int number) => $"{number}";
                extension(int number)
                {
                    public bool IsEven => number % 2 == 0;
                    public static int Answer => 42;
                }
            }
            """,
    }).Arrows().Where(arrow => arrow.File == "High/Upper.cs");
}
