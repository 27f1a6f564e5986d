using FluentAssertions;
using TorchSharp;
using Xunit;

namespace Dcgan.Core.Tests.Checkpoints;

/// <summary>A checkpoint with other options lists the differences, and the page about the format documents all options.</summary>
public sealed class OptionDifferencesTests : IDisposable
{
    private readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void An_option_that_only_one_of_the_two_has_is_the_one_that_is_named()
    {
        using DcganTrainer plain = Tiny.Trainer();
        using DcganTrainer own = Tiny.Trainer(new DcganTrainerOptions { DiscriminatorLearningRate = 4e-4, GradientClipNorm = 1 });
        plain.Save(folder["plain"]);
        own.Save(folder["own"]);

        own.Invoking(it => it.Load(folder["plain"])).Should().Throw<CheckpointException>().Which.Message
            .Should().Contain("trainer option discriminator_learning_rate: expected 0.0004 but found none")
            .And.Contain("trainer option gradient_clip_norm: expected 1 but found none")
            .And.NotContain("beta1");
        plain.Invoking(it => it.Load(folder["own"])).Should().Throw<CheckpointException>().Which.Message
            .Should().Contain("trainer option discriminator_learning_rate: expected none but found 0.0004");
    }

    [Fact]
    public void Long_lists_end_after_eight_differences_and_count_the_rest()
    {
        using DcganTrainer narrow = Tiny.Trainer();
        using DcganTrainer wide = DcganTrainer.Create(Tiny.Generator with { Depths = [12, 8] });
        wide.Save(folder["wide"]);
        wide.Generator.Save(folder["generator"]);

        string message = narrow.Invoking(it => it.Load(folder["wide"])).Should().Throw<CheckpointException>().Which.Message;

        message.Should().StartWith($"{folder["wide"]}: does not fit this trainer. generator option depths: expected [6,4] but found [12,8]; ")
            .And.MatchRegex("; and [0-9]+ more\\.$");
        message.Split("; ").Should().HaveCount(9);
        message.Length.Should().BeLessThan(1500);
        using SafetensorsFile file = SafetensorsFile.Open(folder["wide"]);
        int more = int.Parse(message.Split("; and ")[1].Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);
        more.Should().BeGreaterThan(8).And.BeLessThan(file.Tensors.Count);
    }

    [Fact]
    public void The_page_about_the_format_has_every_option()
    {
        DcganTrainerOptions all = new()
        {
            DiscriminatorLearningRate = 1e-4,
            GradientClipNorm = 1,
            Augmentation = AugmentationOptions.DiffAugment with { AdaptiveTarget = 0.6 },
        };
        GeneratorOptions generator = Tiny.Generator with { Classes = 1, ClassNames = ["cat"] };
        using DcganTrainer trainer = DcganTrainer.Create(generator, Tiny.Discriminator with { Classes = 1 }, all);
        string page = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "checkpoint-format.md"));

        foreach (string key in Keys(StoredOptions.Of(trainer).ToJson()))
        {
            page.Should().MatchRegex($"[.`]{key}`", "{0} is stored", key);
        }
    }

    private static IEnumerable<string> Keys(string json)
    {
        using System.Text.Json.JsonDocument document = System.Text.Json.JsonDocument.Parse(json);
        return [.. Leaves(document.RootElement)];
    }

    private static IEnumerable<string> Leaves(System.Text.Json.JsonElement element) => element.EnumerateObject()
        .SelectMany(property => property.Value.ValueKind == System.Text.Json.JsonValueKind.Object ? Leaves(property.Value) : [property.Name]);
}
