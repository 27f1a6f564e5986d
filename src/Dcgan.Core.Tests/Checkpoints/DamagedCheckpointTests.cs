using FluentAssertions;
using TorchSharp;
using Xunit;

namespace Dcgan.Core.Tests.Checkpoints;

/// <summary>Any damaged file gives a one-sentence error and leaves the trainer bit-identical.</summary>
public sealed class DamagedCheckpointTests : IDisposable
{
    private readonly TestFolder folder = new();
    private readonly DcganTrainer trainer = DcganTrainer.Create(
        new() { LatentSize = 1, BaseSize = 1, Depths = [1], ImageChannels = 1 }, new() { BaseSize = 1, Depths = [1], ImageChannels = 1 });

    private readonly byte[] whole;
    private readonly Dictionary<string, double[]> before;

    public DamagedCheckpointTests()
    {
        trainer.Save(folder["run"]);
        whole = File.ReadAllBytes(folder["run"]);
        using torch.Tensor images = torch.zeros(2, 1, 2, 2);
        trainer.Step(images);
        before = Tiny.Values(trainer);
    }

    public void Dispose()
    {
        trainer.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void The_whole_file_loads()
    {
        trainer.Load(folder["run"]);

        Tiny.Values(trainer).ShouldNotHaveTheBitsOf(before);
    }

    [Fact]
    public void Cut_off_after_any_byte()
    {
        using var file = new FileStream(folder["run"], FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        for (int length = whole.Length - 1; length >= 0; length--)
        {
            file.SetLength(length);
            trainer.Invoking(it => it.Load(folder["run"])).Should().Throw<CheckpointException>();
        }

        Tiny.Values(trainer).ShouldHaveTheBitsOf(before);
    }

    [Fact]
    public void Any_byte_of_the_header_changed()
    {
        int header = 8 + BitConverter.ToInt32(whole);
        ChangeEach(Enumerable.Range(0, header));
    }

    [Fact]
    public void A_byte_of_the_data_changed()
    {
        int header = 8 + BitConverter.ToInt32(whole);
        ChangeEach(Enumerable.Range(header, whole.Length - header).Where(place => place % 97 == 0).Append(whole.Length - 1));
    }

    [Fact]
    public void A_byte_too_many()
    {
        File.WriteAllBytes(folder["run"], [.. whole, 0]);

        trainer.Invoking(it => it.Load(folder["run"])).Should().Throw<CheckpointException>();
        FluentActions.Invoking(() => DcganTrainer.Open(folder["run"])).Should().Throw<CheckpointException>();
        FluentActions.Invoking(() => Generator.Open(folder["run"])).Should().Throw<CheckpointException>();
    }

    [Theory]
    [InlineData("dcgan.options", null, "*this is not a checkpoint: its metadata has no 'dcgan.options'.")]
    [InlineData("dcgan.options", "{", "*'dcgan.options' in its metadata: *")]
    [InlineData("dcgan.options", """{"generator":{"latent_size":0}}""", "*'dcgan.options' in its metadata: LatentSize: must be at least 1 but was 0.*")]
    [InlineData("dcgan.options", """{"generator":{"color":1}}""", "*'dcgan.options' in its metadata: *color*")]
    [InlineData("dcgan.options", """{"generator":{"depths":[1000000,4,4,4]},"discriminator":{},"trainer":{}}""", "*does not fit its own 'dcgan.options'. generator.project.linear.weight: expected Float32 [16000000, 100] but found Float32 [1, 1];*")]
    [InlineData("dcgan.format_version", null, "*this is not a checkpoint: its metadata has no 'dcgan.format_version'.")]
    [InlineData("dcgan.format_version", "2", "*this is a checkpoint of format version '2', from Dcgan.Core *, but this library reads version 1 only.")]
    [InlineData("dcgan.step", "-1", "*'dcgan.step' in its metadata must be an integer in [0, 9007199254740992] but is '-1'.")]
    [InlineData("dcgan.epoch", null, "*'dcgan.epoch' in its metadata must be an integer in [0, 9007199254740992] but is 'missing'.")]
    [InlineData("dcgan.step", "9223372036854775807", "*'dcgan.step' in its metadata must be an integer in [0, 9007199254740992] but is '9223372036854775807'.")]
    [InlineData("dcgan.optimizers", null, "*'dcgan.optimizers' in its metadata: it is missing.")]
    [InlineData("dcgan.optimizers", "{}", "*'dcgan.optimizers' in its metadata: *generator*")]
    [InlineData("dcgan.optimizers", """{"generator":{"type":"SGD","groups":[]},"discriminator":{"type":"FusedAdam with EpsilonHat","groups":[{"beta1":1}]}}""", "*the run has its own optimizers, 'SGD' and 'FusedAdam with EpsilonHat', which Open cannot build: *")]
    [InlineData("dcgan.optimizers", """{"generator":{"type":"FusedAdam with EpsilonHat","groups":[{"beta1":1}]},"discriminator":{"type":"FusedAdam with EpsilonHat","groups":[{"beta1":1}]}}""", "*does not fit this trainer. optimizer of the generator: expected the options * but found 'beta1'; optimizer of the discriminator: expected the options *")]
    public void Metadata_that_was_written_wrong(string key, string? text, string message)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        Dictionary<string, string> metadata;
        Dictionary<string, torch.Tensor> tensors;
        using (SafetensorsFile file = SafetensorsFile.Open(folder["run"]))
        {
            metadata = new(file.Metadata.Where(pair => !pair.Key.EndsWith("sha256", StringComparison.Ordinal) && pair.Key != key));
            tensors = new(file.ReadAll());
        }

        if (text is not null)
        {
            metadata[key] = text;
        }

        SafetensorsWriter.Write(folder["wrong"], tensors, metadata, CheckpointFormat.Digests);

        FluentActions.Invoking(() => DcganTrainer.Open(folder["wrong"])).Should().Throw<CheckpointException>().WithMessage(message);
    }

    [Fact]
    public void Another_trainers_file_is_refused_with_its_first_differences()
    {
        using DcganTrainer other = DcganTrainer.Create(
            new() { LatentSize = 2, BaseSize = 1, Depths = [1], ImageChannels = 1 },
            new() { BaseSize = 1, Depths = [1], ImageChannels = 1, NormalizesFirstStage = false },
            new() { Seed = 7 });
        other.Save(folder["other"]);

        CheckpointException error = trainer.Invoking(it => it.Load(folder["other"])).Should().Throw<CheckpointException>().Which;

        error.Message.Should().StartWith($"{folder["other"]}: does not fit this trainer. ").And.ContainAll(
            "generator option latent_size: expected 1 but found 2",
            "discriminator option normalizes_first_stage: expected true but found false",
            "trainer option seed: expected 0 but found 7",
            "generator.project.linear.weight: expected Float32 [1, 1] but found Float32 [1, 2]",
            "discriminator.stages.0.norm.running_mean: expected Float32 [1] but found none",
            " more.");
        Tiny.Values(trainer).ShouldHaveTheBitsOf(before);
        (trainer.StepCount, trainer.EpochStep).Should().Be((1, 1));
    }

    [Fact]
    public void Options_that_ask_for_more_than_the_file_has_are_refused_before_anything_is_built()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using DcganTrainer deep = DcganTrainer.Create(
            new() { LatentSize = 1, BaseSize = 1, Depths = [1, 1, 1], ImageChannels = 1 }, new() { BaseSize = 4, Depths = [1], ImageChannels = 1 });
        deep.Save(folder["deep"]);
        using SafetensorsFile file = SafetensorsFile.Open(folder["deep"]);
        Dictionary<string, torch.Tensor> tensors = new(file.ReadAll());
        tensors["discriminator.classifier.weight"] = torch.zeros(1, 1);
        SafetensorsWriter.Write(folder["wrong"], tensors, WithoutDigests(file.Metadata), CheckpointFormat.Digests);

        FluentActions.Invoking(() => DcganTrainer.Open(folder["wrong"])).Should().Throw<CheckpointException>()
            .WithMessage("*does not fit its own 'dcgan.options'. discriminator.classifier.weight: expected Float32 [2, 16] but found Float32 [1, 1].");
    }

    [Fact]
    public void A_state_that_no_random_generator_has()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using (SafetensorsFile file = SafetensorsFile.Open(folder["run"]))
        {
            Dictionary<string, torch.Tensor> tensors = new(file.ReadAll());
            tensors["random.sample_latents"].fill_(255);
            SafetensorsWriter.Write(
                folder["wrong"], tensors, WithoutDigests(file.Metadata), CheckpointFormat.Digests);
        }

        trainer.Invoking(it => it.Load(folder["wrong"])).Should().Throw<CheckpointException>()
            .WithMessage("*tensor 'random.sample_latents': this is not the state of a random generator.");
        Tiny.Values(trainer).ShouldHaveTheBitsOf(before);
    }

    [Fact]
    public void A_step_count_of_an_optimizer_that_would_overflow()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        const string Step = "optimizer.generator.project.linear.weight.step";
        using (SafetensorsFile file = SafetensorsFile.Open(folder["run"]))
        {
            Dictionary<string, torch.Tensor> tensors = new(file.ReadAll());
            tensors[Step].fill_(long.MaxValue);
            SafetensorsWriter.Write(folder["wrong"], tensors, WithoutDigests(file.Metadata), CheckpointFormat.Digests);
        }

        trainer.Invoking(it => it.Load(folder["wrong"])).Should().Throw<CheckpointException>()
            .WithMessage($"*tensor '{Step}': must be in [0, 9007199254740992] but is 9223372036854775807.");
        Tiny.Values(trainer).ShouldHaveTheBitsOf(before);
    }

    [Fact]
    public void No_file_and_a_folder()
    {
        trainer.Invoking(it => it.Load(folder["nothing"])).Should().Throw<CheckpointException>().WithMessage("*nothing: there is no such file.");
        trainer.Invoking(it => it.Load(folder.Path)).Should().Throw<CheckpointException>().WithMessage("*this is a folder, not a file.");
    }

    private static Dictionary<string, string> WithoutDigests(IReadOnlyDictionary<string, string> metadata) =>
        new(metadata.Where(pair => !pair.Key.EndsWith("sha256", StringComparison.Ordinal)));

    private void ChangeEach(IEnumerable<int> places)
    {
        using var file = new FileStream(folder["run"], FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        foreach (int place in places)
        {
            Put(file, place, (byte)(whole[place] ^ (1 << (place % 8))));
            trainer.Invoking(it => it.Load(folder["run"])).Should().Throw<CheckpointException>($"byte {place} is another one");
            Put(file, place, whole[place]);
        }

        Tiny.Values(trainer).ShouldHaveTheBitsOf(before);
    }

    private static void Put(FileStream file, int place, byte value)
    {
        file.Position = place;
        file.WriteByte(value);
        file.Flush();
    }
}
