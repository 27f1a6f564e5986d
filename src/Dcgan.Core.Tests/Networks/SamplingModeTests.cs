using Dcgan.Core.Evaluation;
using FluentAssertions;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Dcgan.Core.Tests.Networks;

/// <summary>A pass that samples or measures changes nothing in a network, whatever its mode.</summary>
public sealed class SamplingModeTests
{
    private static readonly DiscriminatorOptions Spectral = Tiny.Discriminator with { SpectralNorm = true };

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Discriminator_features_are_those_of_evaluation_and_change_nothing(bool isTraining)
    {
        using DisposeScope scope = NewDisposeScope();
        using DcganTrainer trainer = DcganTrainer.Create(Tiny.Generator, Spectral);
        trainer.Step(Tiny.Images());
        Discriminator discriminator = trainer.Discriminator;
        discriminator.eval();
        Tensor expected = discriminator.Features(Tiny.Images(3)).mean([2, 3]);
        discriminator.train(isTraining);
        Dictionary<string, double[]> before = Tiny.Values(discriminator);
        var modes = new List<bool>();
        ((nn.Module<Tensor, Tensor>)discriminator.named_modules().Single(entry => entry.name == "stages.1").module).register_forward_hook((_, _, maps) =>
        {
            modes.Add(discriminator.training);
            return maps;
        });

        Func<Tensor, Tensor> features = Evaluator.DiscriminatorFeatures(discriminator);

        features(Tiny.Images(3)).Equals(expected).Should().BeTrue();
        features(Tiny.Images(3).narrow(0, 0, 1)).shape.Should().Equal([1, 6], "one image has no batch statistics, and needs none");
        modes.Should().Equal([isTraining, isTraining], "another thread may train the network");
        discriminator.training.Should().Be(isTraining);
        Tiny.Values(discriminator).ShouldHaveTheBitsOf(before);
    }

    [Theory]
    [InlineData(SamplingStatistics.Batch)]
    [InlineData(SamplingStatistics.Running)]
    public void Spectral_normalization_keeps_its_vectors(SamplingStatistics statistics)
    {
        using DisposeScope scope = NewDisposeScope();
        using var discriminator = new Discriminator(Spectral with { Classes = 2 });
        Dictionary<string, double[]> before = Tiny.Values(discriminator);

        using (new SamplingMode(statistics))
        {
            _ = discriminator.forward(Tiny.Images(), zeros(4, int64));
        }

        Tiny.Values(discriminator).ShouldHaveTheBitsOf(before);
        _ = discriminator.forward(Tiny.Images(), zeros(4, int64));
        string[] moved = [.. Tiny.Values(discriminator).Where(entry => !entry.Value.SequenceEqual(before[entry.Key])).Select(entry => entry.Key)];
        moved.Should().Contain(["stages.0.spectral.u", "stages.1.spectral.u", "classifier.spectral.u"]);
    }

    [Fact]
    public void A_penalty_runs_power_iterations_but_leaves_the_running_statistics()
    {
        using DisposeScope scope = NewDisposeScope();
        using DcganTrainer without = DcganTrainer.Create(Tiny.Generator, Spectral);
        using DcganTrainer with = DcganTrainer.Create(Tiny.Generator, Spectral, new() { Loss = new() { R1Weight = 1, GradientPenaltyWeight = 1 } });

        without.Step(Tiny.Images());
        with.Step(Tiny.Images());

        (Dictionary<string, double[]> few, Dictionary<string, double[]> more) = (Tiny.Values(without.Discriminator), Tiny.Values(with.Discriminator));
        foreach (string key in (string[])["stages.0.spectral.u", "stages.1.spectral.u", "classifier.spectral.u"])
        {
            more[key].Should().NotEqual(few[key], key);
        }

        // Those of the first stage, whose maps do not depend on later iterations.
        foreach (string key in (string[])["stages.0.norm.running_mean", "stages.0.norm.running_var"])
        {
            more[key].Should().Equal(few[key], key);
        }
    }

    [Fact]
    public void Exports_calibrations_and_copies_change_nothing_but_the_calibration()
    {
        using DisposeScope scope = NewDisposeScope();
        using var folder = new TestFolder();
        using DcganTrainer trainer = DcganTrainer.Create(Tiny.Generator, Spectral);
        trainer.Step(Tiny.Images());
        Dictionary<string, double[]> before = Tiny.Values(trainer);

        trainer.Discriminator.ExportOnnx(folder["discriminator.onnx"]);
        trainer.Generator.ExportOnnx(folder["generator.onnx"]);
        trainer.Generator.Freeze().Dispose();
        trainer.Sample(3).Dispose();
        Tiny.Values(trainer).ShouldHaveTheBitsOf(before);

        trainer.Generator.Calibrate(8);
        Tiny.Values(trainer).Where(entry => !entry.Key.Contains("calibrated")).ToDictionary().ShouldHaveTheBitsOf(before);
    }
}
