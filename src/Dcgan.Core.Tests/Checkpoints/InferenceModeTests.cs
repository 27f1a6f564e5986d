using FluentAssertions;
using TorchSharp;
using Xunit;

namespace Dcgan.Core.Tests.Checkpoints;

/// <summary>
/// A host's inference mode must not affect the restored state: inference tensors cannot be updated outside that mode.
/// </summary>
public sealed class InferenceModeTests : IDisposable
{
    private readonly TestFolder folder = new();
    private readonly DisposeScope scope = torch.NewDisposeScope();

    public void Dispose()
    {
        scope.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void A_run_that_was_loaded_in_inference_mode_can_be_trained()
    {
        using DcganTrainer whole = WithMomentum();
        whole.Step(Tiny.Images());
        whole.Save(folder["run"]);
        using DcganTrainer loaded = WithMomentum();

        using (torch.inference_mode())
        {
            loaded.Load(folder["run"]);
        }

        whole.Step(Tiny.Images());
        loaded.Step(Tiny.Images());
        Tiny.Values(loaded).ShouldHaveTheBitsOf(Tiny.Values(whole));
    }

    [Fact]
    public void Calibrated_statistics_that_were_loaded_in_inference_mode_can_be_updated()
    {
        using DcganTrainer trainer = Tiny.Trainer();
        trainer.Generator.Calibrate(10);
        trainer.Save(folder["run"]);
        using DcganTrainer loaded = Tiny.Trainer();

        using (torch.inference_mode())
        {
            loaded.Load(folder["run"]);
        }

        using Generator opened = Opened(Generator.Open);
        foreach (Generator generator in (Generator[])[loaded.Generator, opened])
        {
            torch.Tensor mean = generator.state_dict()["stages.0.norm.calibrated_mean"];
            mean.Invoking(it => it.add_(1)).Should().NotThrow();
        }
    }

    [Fact]
    public void Networks_that_were_opened_in_inference_mode_can_be_trained()
    {
        using DcganTrainer whole = Tiny.Trainer();
        whole.Step(Tiny.Images());
        whole.Save(folder["run"]);

        using DcganTrainer opened = Opened(DcganTrainer.Open);
        using DcganTrainer composed = new(Opened(Generator.Open), Opened(Discriminator.Open));

        composed.Step(Tiny.Images()).Number.Should().Be(1);
        whole.Step(Tiny.Images());
        opened.Step(Tiny.Images());
        Tiny.Values(opened).ShouldHaveTheBitsOf(Tiny.Values(whole));
    }

    private static DcganTrainer WithMomentum()
    {
        var generator = new Generator(Tiny.Generator);
        var discriminator = new Discriminator(Tiny.Discriminator);
        return new DcganTrainer(generator, discriminator, optimizers: new(
            torch.optim.SGD(generator.parameters(), 0.01, momentum: 0.9),
            torch.optim.SGD(discriminator.parameters(), 0.01, momentum: 0.9)));
    }

    private TModule Opened<TModule>(Func<string, Microsoft.Extensions.Logging.ILogger?, TModule> open)
    {
        using IDisposable inference = torch.inference_mode();
        return open(folder["run"], null);
    }
}
