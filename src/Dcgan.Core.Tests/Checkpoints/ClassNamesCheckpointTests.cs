using System.Text.Json;
using FluentAssertions;
using TorchSharp;
using Xunit;

namespace Dcgan.Core.Tests.Checkpoints;

/// <summary>Checkpoints keep the names of the classes.</summary>
public sealed class ClassNamesCheckpointTests : IDisposable
{
    private static readonly GeneratorOptions Unnamed = Tiny.Generator with { Classes = 3, LabelSize = 2 };
    private static readonly GeneratorOptions Named = Unnamed with { ClassNames = ["cat", "\"dog\"\n", "Блоха"] };

    private readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Names_come_back_with_a_run_and_with_a_generator_alone()
    {
        using DcganTrainer trainer = DcganTrainer.Create(Named);
        trainer.Save(folder["run"]);
        trainer.Generator.Save(folder["generator"]);

        using DcganTrainer opened = DcganTrainer.Open(folder["run"]);
        using Generator ofRun = Generator.Open(folder["run"]);
        using Generator alone = Generator.Open(folder["generator"]);

        opened.Generator.Options.Should().Be(Named);
        ofRun.Options.ClassNames.Should().Equal("cat", "\"dog\"\n", "Блоха");
        alone.Options.ClassNames.Should().Equal("cat", "\"dog\"\n", "Блоха");
    }

    [Fact]
    public void Classes_without_names_come_back_without_names()
    {
        using DcganTrainer trainer = DcganTrainer.Create(Unnamed);
        trainer.Save(folder["run"]);
        trainer.Generator.Save(folder["generator"]);

        using DcganTrainer opened = DcganTrainer.Open(folder["run"]);
        using Generator alone = Generator.Open(folder["generator"]);

        opened.Generator.Options.ClassNames.Should().BeNull();
        alone.Options.ClassNames.Should().BeNull();
        Options("run").GetProperty("generator").TryGetProperty("class_names", out _).Should().BeFalse("versions without names can open the file");
        Options("generator").GetProperty("generator").TryGetProperty("class_names", out _).Should().BeFalse("versions without names can open the file");
    }

    [Fact]
    public void The_names_are_in_the_options_of_the_generator()
    {
        using DcganTrainer trainer = DcganTrainer.Create(Named);
        trainer.Save(folder["run"]);

        Options("run").GetProperty("generator").GetProperty("class_names").EnumerateArray().Select(name => name.GetString())
            .Should().Equal("cat", "\"dog\"\n", "Блоха");
        Options("run").GetProperty("discriminator").TryGetProperty("class_names", out _).Should().BeFalse();
    }

    [Theory]
    [InlineData("""["cat","dog"]""", "ClassNames: must have one name for each of the 3 classes but has 2.")]
    [InlineData("[]", "ClassNames: must have one name for each of the 3 classes but has 0.")]
    [InlineData("""["cat","dog","cat"]""", "ClassNames: must differ from each other, but cat appears 2 times.")]
    [InlineData("""["cat","dog",""]""", "ClassNames[2]: must not be empty.")]
    [InlineData("""["cat","dog",null]""", "class_names must be names.*")]
    [InlineData("""["cat","dog",3]""", "*")]
    [InlineData("\"cat\"", "*")]
    public void Names_that_do_not_fit_the_classes_of_a_damaged_file_are_refused(string names, string rule)
    {
        using (DcganTrainer trainer = DcganTrainer.Create(Unnamed with { ClassNames = ["a", "b", "c"] }))
        {
            trainer.Save(folder["run"]);
        }

        using (SafetensorsFile file = SafetensorsFile.Open(folder["run"]))
        {
            Dictionary<string, string> metadata = new(file.Metadata.Where(pair => !pair.Key.EndsWith("sha256", StringComparison.Ordinal)));
            metadata["dcgan.options"] = metadata["dcgan.options"].Replace("""["a","b","c"]""", names, StringComparison.Ordinal);
            using DisposeScope scope = torch.NewDisposeScope();
            SafetensorsWriter.Write(folder["wrong"], file.ReadAll(), metadata, CheckpointFormat.Digests);
        }

        string message = $"*wrong: 'dcgan.options' in its metadata: {rule}";
        FluentActions.Invoking(() => DcganTrainer.Open(folder["wrong"])).Should().Throw<CheckpointException>().WithMessage(message);
        FluentActions.Invoking(() => Generator.Open(folder["wrong"])).Should().Throw<CheckpointException>().WithMessage(message);
    }

    /// <summary>With the names in another order, every image would be trained with a wrong label.</summary>
    [Fact]
    public void A_run_with_other_names_is_not_resumed()
    {
        using DcganTrainer trainer = DcganTrainer.Create(Unnamed with { ClassNames = ["cat", "dog", "bird"] });
        using DcganTrainer other = DcganTrainer.Create(Unnamed with { ClassNames = ["bird", "cat", "dog"] });
        other.Save(folder["other"]);

        trainer.Invoking(it => it.Load(folder["other"])).Should().Throw<CheckpointException>().WithMessage(
            """*does not fit this trainer. generator option class_names: expected ["cat","dog","bird"] but found ["bird","cat","dog"].""");
    }

    [Fact]
    public void The_classes_of_an_earlier_run_can_be_named()
    {
        using DcganTrainer trainer = DcganTrainer.Create(Unnamed with { ClassNames = ["cat", "dog", "bird"] });
        using DcganTrainer earlier = DcganTrainer.Create(Unnamed);
        earlier.Save(folder["earlier"]);

        trainer.Load(folder["earlier"]);
        trainer.Save(folder["named"]);

        using Generator named = Generator.Open(folder["named"]);
        named.Options.ClassNames.Should().Equal("cat", "dog", "bird");
    }

    private JsonElement Options(string name)
    {
        using SafetensorsFile file = SafetensorsFile.Open(folder[name]);
        return JsonDocument.Parse(file.Metadata["dcgan.options"]).RootElement;
    }
}
