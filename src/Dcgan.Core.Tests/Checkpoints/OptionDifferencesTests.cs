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
        string page = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "checkpoint-format.md"));
        Type[] records =
        [
            typeof(GeneratorOptions), typeof(DiscriminatorOptions), typeof(DcganTrainerOptions),
            typeof(DcganLossOptions), typeof(UpdateSchedule), typeof(AugmentationOptions),
        ];

        string[] options = [.. records.SelectMany(record => record.GetProperties())
            .Where(property => property.SetMethod is not null && !records.Contains(property.PropertyType)).Select(property => property.Name)];

        options.Should().Contain(["EmaHalfLife", "Depths"]);
        foreach (string option in options)
        {
            string key = System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(option);
            page.Should().MatchRegex($"[.`]{key}`", "{0} is stored", key);
        }
    }
}
