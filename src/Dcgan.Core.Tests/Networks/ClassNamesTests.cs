using FluentAssertions;
using Xunit;

namespace Dcgan.Core.Tests.Networks;

public sealed class ClassNamesTests
{
    [Fact]
    public void Options_with_equal_names_are_equal()
    {
        var one = new GeneratorOptions { Classes = 2, ClassNames = ["cat", "dog"] };
        var other = new GeneratorOptions { Classes = 2, ClassNames = new ClassNames(new List<string> { "cat", "dog" }) };

        one.Should().Be(other);
        one.GetHashCode().Should().Be(other.GetHashCode());
        one.Should().NotBe(one with { ClassNames = ["dog", "cat"] });
        one.Should().NotBe(one with { ClassNames = ["cat", "Dog"] });
        one.Should().NotBe(one with { ClassNames = ["cat"] });
        one.Should().NotBe(one with { ClassNames = null });
    }

    [Fact]
    public void A_changed_source_does_not_change_the_names()
    {
        string[] source = ["cat", "dog"];
        var names = new ClassNames(source);

        source[0] = "bird";

        names.Should().Equal("cat", "dog");
        (names.Count, names[1]).Should().Be((2, "dog"));
    }

    [Fact]
    public void Text_is_what_one_writes_in_code() => new ClassNames(["cat", "great tit"]).ToString().Should().Be("""["cat", "great tit"]""");

    [Theory]
    [InlineData("cat", 0)]
    [InlineData("great tit", 1)]
    [InlineData("Cat", -1)]
    [InlineData("0", -1)]
    [InlineData("", -1)]
    public void The_index_of_a_name_is_its_label(string name, int label) => new ClassNames(["cat", "great tit"]).IndexOf(name).Should().Be(label);

    [Fact]
    public void Names_are_optional() => new GeneratorOptions { Classes = 2 }.ClassNames.Should().BeNull();

    [Fact]
    public void Names_that_are_not_there_are_refused() => FluentActions.Invoking(() => new ClassNames(null!)).Should().Throw<ArgumentNullException>();

    [Theory]
    [InlineData(3, new[] { "cat", "dog" }, "ClassNames: must have one name for each of the 3 classes but has 2.")]
    [InlineData(1, new[] { "cat", "dog" }, "ClassNames: must have one name for each of the 1 classes but has 2.")]
    [InlineData(0, new[] { "cat" }, "ClassNames: must have one name for each of the 0 classes but has 1.")]
    [InlineData(2, new string[0], "ClassNames: must have one name for each of the 2 classes but has 0.")]
    [InlineData(2, new[] { "cat", "" }, "ClassNames[1]: must not be empty.")]
    [InlineData(2, new[] { " \t", "dog" }, "ClassNames[0]: must not be empty.")]
    [InlineData(2, new[] { "cat", null }, "ClassNames[1]: must not be empty.")]
    [InlineData(4, new[] { "cat", "dog", "bird", "dog" }, "ClassNames: must differ from each other, but dog appears 2 times.")]
    public void Names_that_do_not_fit_the_classes_are_refused_by_the_generator(int classes, string?[] names, string message)
    {
        GeneratorOptions options = Tiny.Generator with { Classes = classes, ClassNames = new(names!) };

        FluentActions.Invoking(() => new Generator(options)).Should().Throw<ArgumentException>().WithMessage($"{message}*");
    }

    [Fact]
    public void Names_that_differ_in_case_are_different()
    {
        using var generator = new Generator(Tiny.Generator with { Classes = 2, ClassNames = ["cat", "Cat"] });

        generator.Options.ClassNames.Should().Equal("cat", "Cat");
    }
}
