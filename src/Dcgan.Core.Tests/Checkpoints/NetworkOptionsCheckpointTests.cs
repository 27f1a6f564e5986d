using System.Text.Json.Nodes;
using FluentAssertions;
using TorchSharp;
using Xunit;

namespace Dcgan.Core.Tests.Checkpoints;

/// <summary>Round trips of networks with options other than the reference's.</summary>
public sealed class NetworkOptionsCheckpointTests
{
    public static TheoryData<DiscriminatorOptions> Discriminators => new()
    {
        Tiny.Discriminator with { Logits = 1 },
        Tiny.Discriminator with { BatchNorm = false },
        Tiny.Discriminator with { SpectralNorm = true },
    };

    [Theory]
    [MemberData(nameof(Discriminators), DisableDiscoveryEnumeration = true)]
    public void A_discriminator_comes_back_as_it_was(DiscriminatorOptions options)
    {
        using var folder = new TestFolder();
        using DcganTrainer trainer = DcganTrainer.Create(Tiny.Generator, options, new() { Seed = 7 });
        trainer.Save(folder["run"]);

        using DcganTrainer opened = DcganTrainer.Open(folder["run"]);

        opened.Discriminator.Options.Should().Be(options);
        Tiny.Values(opened).ShouldHaveTheBitsOf(Tiny.Values(trainer));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(0)]
    public void Networks_with_classes_come_back_as_they_were_and_the_generator_alone_too(int labelSize)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using var folder = new TestFolder();
        using DcganTrainer trainer = DcganTrainer.Create(Tiny.Generator with { Classes = 3, LabelSize = labelSize });
        trainer.Save(folder["run"]);
        trainer.Generator.Save(folder["generator"]);

        using DcganTrainer opened = DcganTrainer.Open(folder["run"]);
        using Generator alone = Generator.Open(folder["generator"]);

        opened.Discriminator.Options.Classes.Should().Be(3);
        Tiny.Values(opened).ShouldHaveTheBitsOf(Tiny.Values(trainer));
        torch.Tensor labels = torch.tensor(new long[] { 0, 1, 2 });
        torch.Tensor latents = alone.DrawLatents(3, seed: 1);
        alone.Sample(latents, labels).Equals(trainer.Generator.Sample(latents, labels)).Should().BeTrue();
    }

    /// <summary>32 was the default when class embeddings were the only way, and stands in files without classes.</summary>
    [Theory]
    [InlineData(0, "32", 0)]
    [InlineData(0, null, 0)]
    [InlineData(3, "32", 32)]
    [InlineData(3, null, 32)]
    [InlineData(3, "0", 0)]
    public void A_label_size_means_what_it_meant_when_the_file_was_written(int classes, string? labelSize, int expected)
    {
        JsonNode json = JsonNode.Parse(StoredOptions.ToJson(new StoredOptions(Tiny.Generator with { Classes = classes }, null, null)))!;
        JsonObject generator = json["generator"]!.AsObject();
        generator.Remove("label_size").Should().BeTrue();
        if (labelSize is not null)
        {
            generator["label_size"] = JsonNode.Parse(labelSize);
        }

        GeneratorOptions read = CheckpointJson.ReadOptions(json.ToJsonString()).Generator;

        read.LabelSize.Should().Be(expected);
        read.Should().Be(Tiny.Generator with { Classes = classes, LabelSize = expected });
        JsonNode written = JsonNode.Parse(StoredOptions.ToJson(new StoredOptions(read, null, null)))!;
        written["generator"]!["label_size"]!.GetValue<int>().Should().Be(classes == 0 ? 32 : expected, "earlier builds refuse 0");
    }

    [Fact]
    public void A_label_size_without_classes_matters_to_nothing_and_is_named_by_no_error()
    {
        using var folder = new TestFolder();
        using DcganTrainer plain = DcganTrainer.Create(Tiny.Generator with { LabelSize = 8 }, Tiny.Discriminator);
        using DcganTrainer other = DcganTrainer.Create(Tiny.Generator, Tiny.Discriminator, new() { Seed = 7 });
        using DcganTrainer conditional = DcganTrainer.Create(Tiny.Generator with { Classes = 3 });
        plain.Save(folder["plain"]);

        conditional.Invoking(it => it.Load(folder["plain"])).Should().Throw<CheckpointException>()
            .Where(error => error.Message.Contains("generator option classes: expected 3 but found 0", StringComparison.Ordinal)
                && !error.Message.Contains("label_size", StringComparison.Ordinal));
        StoredOptions.Of(plain).DifferencesFrom(StoredOptions.Of(other)).Should().Equal("trainer option seed: expected 7 but found 0");
    }

    [Fact]
    public void Classes_that_a_file_has_no_weights_for_are_refused_before_anything_is_built()
    {
        using var folder = new TestFolder();
        using DcganTrainer trainer = Tiny.Trainer();
        trainer.Save(folder["run"]);
        using (SafetensorsFile file = SafetensorsFile.Open(folder["run"]))
        {
            Dictionary<string, string> metadata = new(file.Metadata.Where(pair => !pair.Key.EndsWith("sha256", StringComparison.Ordinal)));
            metadata["dcgan.options"] = metadata["dcgan.options"]
                .Replace("\"classes\":0,\"label_size\":32", "\"classes\":0,\"label_size\":0", StringComparison.Ordinal)
                .Replace("\"classes\":0", "\"classes\":9000000", StringComparison.Ordinal);
            using DisposeScope scope = torch.NewDisposeScope();
            SafetensorsWriter.Write(folder["wrong"], file.ReadAll(), metadata, CheckpointFormat.Digests);
        }

        FluentActions.Invoking(() => DcganTrainer.Open(folder["wrong"])).Should().Throw<CheckpointException>()
            .WithMessage("*generator.labels.weight: expected Float32 [9000000, 20] but found none;*discriminator.labels.weight: expected Float32 [9000000, 6] but found none.");
    }

    [Fact]
    public void A_file_from_before_there_were_such_options_is_of_the_references_networks()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using var folder = new TestFolder();
        using DcganTrainer trainer = Tiny.Trainer();
        trainer.Save(folder["run"]);
        using (SafetensorsFile file = SafetensorsFile.Open(folder["run"]))
        {
            Dictionary<string, string> metadata = new(file.Metadata.Where(pair => !pair.Key.EndsWith("sha256", StringComparison.Ordinal)))
            {
                ["dcgan.options"] = """{"generator":{"latent_size":5,"base_size":2,"depths":[6,4],"image_channels":3,"initialization":"GlorotUniform","latent_distribution":"Uniform","precision":"Float32"},"discriminator":{"base_size":2,"depths":[4,6],"image_channels":3,"initialization":"GlorotUniform","normalizes_first_stage":true,"precision":"Float32"},"trainer":{"seed":0,"learning_rate":0.0002,"beta1":0.5,"beta2":0.999}}""",
            };
            SafetensorsWriter.Write(folder["old"], file.ReadAll(), metadata, CheckpointFormat.Digests);
        }

        using DcganTrainer opened = DcganTrainer.Open(folder["old"]);

        opened.Discriminator.Options.Should().Be(Tiny.Discriminator);
        opened.Generator.Options.Should().Be(Tiny.Generator);
        Tiny.Values(opened).ShouldHaveTheBitsOf(Tiny.Values(trainer));
        trainer.Load(folder["old"]);
    }
}
