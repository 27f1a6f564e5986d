using FluentAssertions;
using TorchSharp;
using Xunit;

namespace Dcgan.Core.Tests.Training;

/// <summary>Options are composable: each combination trains, resumes bit-identically, and leaks no tensors.</summary>
public sealed class ComposedOptionsTests : IDisposable
{
    private readonly TestFolder folder = new();

    public static TheoryData<string> Combinations => [.. ComposedOptions.All.Keys];

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(Combinations))]
    public void A_run_resumes_bit_identically(string combination)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using DcganTrainer whole = Trainer(combination);
        Train(whole, 0, 5);
        whole.Save(folder["run"]);
        using DcganTrainer resumed = DcganTrainer.Open(folder["run"]);
        resumed.Options.Should().Be(whole.Options);

        Train(whole, 5, 5);
        Train(resumed, 5, 5);

        Tiny.Values(resumed).ShouldHaveTheBitsOf(Tiny.Values(whole));
        resumed.AugmentationProbability.Should().Be(whole.AugmentationProbability);
    }

    [Theory]
    [MemberData(nameof(Combinations))]
    public void One_logit_with_spectral_normalization_trains_in_bfloat16_too(string combination)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using DcganTrainer trainer = DcganTrainer.Create(
            Tiny.Generator with { Precision = ComputePrecision.BFloat16 },
            Tiny.Discriminator with { Precision = ComputePrecision.BFloat16, Logits = 1, SpectralNorm = true, BatchNorm = false },
            ComposedOptions.All[combination]);
        Dictionary<string, double[]> before = Tiny.Values(trainer);

        Train(trainer, 0, 3);

        Dictionary<string, double[]> after = Tiny.Values(trainer);
        after["discriminator.stages.1.weight"].Should().NotEqual(before["discriminator.stages.1.weight"]);
        after["generator.stages.0.weight"].Should().NotEqual(before["generator.stages.0.weight"]);
    }

    internal static DcganTrainer Trainer(string combination) => Tiny.Trainer(ComposedOptions.All[combination] with { Seed = 3 });

    private static void Train(DcganTrainer trainer, int first, int steps)
    {
        for (int step = first; step < first + steps; step++)
        {
            trainer.Step(Tiny.Images(8, seed: step)).Outcome.Should().Be(StepOutcome.Updated);
        }
    }
}
