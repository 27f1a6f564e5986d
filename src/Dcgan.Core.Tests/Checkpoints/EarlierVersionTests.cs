using System.Text.Json.Nodes;
using FluentAssertions;
using TorchSharp;
using Xunit;

namespace Dcgan.Core.Tests.Checkpoints;

/// <summary>
/// Files written by version 0.1.0 still open and resume. The files are in float64. Each run was saved after steps 3 and 6:
/// "plain" has the default options, "rich" has nearly all other options (classes, penalties, EMA, augmentation, alternating
/// updates).
/// </summary>
public sealed class EarlierVersionTests
{
    [Theory]
    [InlineData("plain")]
    [InlineData("rich")]
    public void A_run_of_an_earlier_version_resumes_as_it_would_have_continued(string name)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using DcganTrainer trainer = DcganTrainer.Open(File($"{name}-3"));
        (trainer.StepCount, trainer.Epoch, trainer.EpochStep).Should().Be((3, 1, 0));
        trainer.Generator.IsCalibrated.Should().BeTrue();
        for (int step = 4; step <= 6; step++)
        {
            torch.Tensor images = torch.sin(torch.arange(16 * 3 * 8 * 8, torch.float64) * 0.37 * step).view(16, 3, 8, 8);
            torch.Tensor? labels = name == "rich" ? torch.arange(16, torch.int64).remainder(3) : null;
            trainer.Step(images, labels);
        }

        // Another processor may round differently, but a change of method would change far more digits than the tolerance allows.
        using SafetensorsFile expected = SafetensorsFile.Open(File($"{name}-6"));
        Dictionary<string, torch.Tensor> state = new(StateEntry.Present(trainer.StateEntries()));
        state.Keys.Should().BeEquivalentTo(expected.Tensors.Select(tensor => tensor.Name));
        foreach (SafetensorsTensor tensor in expected.Tensors)
        {
            torch.Tensor difference = (state[tensor.Name].to(torch.float64) - expected.Read(tensor.Name).to(torch.float64)).abs().max();
            difference.item<double>().Should().BeLessThan(1e-9, tensor.Name);
        }
    }

    [Fact]
    public void A_generator_of_an_earlier_version_opens()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using Generator generator = Generator.Open(File("rich-generator"));
        using DcganTrainer trainer = DcganTrainer.Open(File("rich-6"));

        generator.Options.Should().Be(trainer.Generator.Options);
        Tiny.Values(generator).ShouldHaveTheBitsOf(Tiny.Values(trainer.Generator));
    }

    [Theory]
    [InlineData("plain-6")]
    [InlineData("rich-6")]
    public void The_metadata_is_written_as_the_earlier_version_wrote_it(string name)
    {
        using var folder = new TestFolder();
        using DcganTrainer trainer = DcganTrainer.Open(File(name));
        trainer.Save(folder["now"]);

        using SafetensorsFile now = SafetensorsFile.Open(folder["now"]);
        using SafetensorsFile before = SafetensorsFile.Open(File(name));

        foreach (string key in before.Metadata.Keys.Where(key => key != CheckpointFormat.LibraryKey && key != "dcgan.header_sha256"))
        {
            now.Metadata[key].Should().Be(before.Metadata[key], key);
        }
    }

    [Fact]
    public void An_option_that_a_file_does_not_have_is_its_default()
    {
        using SafetensorsFile file = SafetensorsFile.Open(File("rich-6"));
        string json = file.Metadata[CheckpointFormat.OptionsKey];
        JsonNode defaults = JsonNode.Parse(new StoredOptions(new(), new(), new()).ToJson())!;
        string[][] options = [.. Paths(JsonNode.Parse(json)!, [])];

        foreach (string[] option in options)
        {
            JsonNode stored = JsonNode.Parse(json)!;
            Owner(stored, option).Remove(option[^1]);

            JsonNode read = JsonNode.Parse(CheckpointJson.ReadOptions(stored.ToJsonString()).ToJson())!;

            string name = string.Join('.', option);
            Owner(read, option)[option[^1]]?.ToJsonString().Should().Be(Owner(defaults, option)[option[^1]]?.ToJsonString(), name);
            Owner(read, option)[option[^1]] = Owner(JsonNode.Parse(json)!, option)[option[^1]]?.DeepClone();
            JsonNode.DeepEquals(read, JsonNode.Parse(json)).Should().BeTrue("no option but {0} is another one", name);
        }

        options.Length.Should().Be(49);
    }

    private static IEnumerable<string[]> Paths(JsonNode node, string[] path) => node.AsObject().SelectMany(property =>
        property.Value is JsonObject inner ? Paths(inner, [.. path, property.Key]) : [[.. path, property.Key]]);

    private static JsonObject Owner(JsonNode root, string[] option) =>
        option[..^1].Aggregate(root, (node, name) => node[name]!).AsObject();

    private static string File(string name) =>
        Path.Combine(AppContext.BaseDirectory, "Checkpoints", "Version-0.1.0", $"{name}.safetensors");
}
