using FluentAssertions;
using TorchSharp;
using Xunit;

namespace Dcgan.Core.Tests.Checkpoints;

/// <summary>Opening one network of a file: nothing of a damaged file is used.</summary>
public sealed class OpeningTests : IDisposable
{
    private readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_changed_weight_is_found_when_a_single_network_is_opened()
    {
        using DcganTrainer trainer = Tiny.Trainer();
        trainer.Save(folder["run"]);
        byte[] bytes = File.ReadAllBytes(folder["run"]);
        for (int place = 8 + BitConverter.ToInt32(bytes); place < bytes.Length; place += 16)
        {
            bytes[place] ^= 1;
        }

        File.WriteAllBytes(folder["run"], bytes);

        ((Action)(() => Generator.Open(folder["run"]))).Should().Throw<CheckpointException>();
        ((Action)(() => Discriminator.Open(folder["run"]))).Should().Throw<CheckpointException>();
        ((Action)(() => DcganTrainer.Open(folder["run"]))).Should().Throw<CheckpointException>();
    }

    [Fact]
    public void A_loaded_trainer_has_the_optimizer_options_of_both_networks()
    {
        using DcganTrainer saved = Trainer(discriminatorRate: 3e-4);
        saved.Optimizers.Discriminator.ParamGroups.Single().LearningRate = 1e-5; // as a schedule leaves it
        saved.Save(folder["run"]);
        using DcganTrainer loaded = Trainer(discriminatorRate: 3e-4);

        loaded.Load(folder["run"]);

        loaded.Optimizers.Discriminator.ParamGroups.Single().LearningRate.Should().Be(1e-5);
        loaded.Optimizers.Generator.ParamGroups.Single().LearningRate.Should().Be(saved.Optimizers.Generator.ParamGroups.Single().LearningRate);
    }

    [Fact]
    public void A_best_checkpoint_that_is_damaged_is_none()
    {
        using DcganTrainer trainer = Tiny.Trainer();
        var checkpoints = new CheckpointDirectory(folder["best"]);
        checkpoints.Best().Should().BeNull();
        string path = checkpoints.SaveBest(trainer);
        checkpoints.Best().Should().Be(path);

        File.WriteAllBytes(path, File.ReadAllBytes(path)[..^1]);

        checkpoints.Best().Should().BeNull();
    }

    [Fact]
    public void Missing_arguments_are_named()
    {
        var checkpoints = new CheckpointDirectory(folder["run"]);

        ((Action)(() => _ = new CheckpointDirectory(""))).Should().Throw<ArgumentException>().WithParameterName("path");
        checkpoints.Invoking(it => it.Save(null!)).Should().Throw<ArgumentNullException>().WithParameterName("trainer");
        checkpoints.Invoking(it => it.SaveBest(null!)).Should().Throw<ArgumentNullException>().WithParameterName("trainer");
    }

    private static DcganTrainer Trainer(double discriminatorRate) =>
        Tiny.Trainer(new DcganTrainerOptions { DiscriminatorLearningRate = discriminatorRate });
}
