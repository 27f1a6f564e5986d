using Dcgan.Core.Tests.Checkpoints;
using FluentAssertions;
using TorchSharp;
using Xunit;

namespace Dcgan.Core.Tests.State;

public sealed class CalibrationStateTests : IDisposable
{
    private readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Calibrated_statistics_are_saved_with_the_weights()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using DcganTrainer trainer = Tiny.Trainer();
        trainer.Generator.Calibrate(10);
        torch.Tensor latents = trainer.Generator.DrawLatents(3, seed: 1);
        torch.Tensor expected = trainer.Sample(latents);
        trainer.Save(folder["run"]);
        trainer.Generator.Save(folder["weights"]);
        using DcganTrainer loaded = Tiny.Trainer();
        loaded.Load(folder["run"]);
        using DcganTrainer opened = DcganTrainer.Open(folder["run"]);
        using Generator ofRun = Generator.Open(folder["run"]);
        using Generator alone = Generator.Open(folder["weights"]);

        foreach (Generator generator in (Generator[])[loaded.Generator, opened.Generator, ofRun, alone])
        {
            generator.IsCalibrated.Should().BeTrue();
            generator.Sample(latents).Equals(expected).Should().BeTrue();
        }
    }

    [Fact]
    public void A_run_without_them_leaves_none()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using DcganTrainer trainer = Tiny.Trainer();
        trainer.Save(folder["run"]);
        trainer.Generator.Calibrate(10);

        trainer.Load(folder["run"]);

        trainer.Generator.IsCalibrated.Should().BeFalse();
    }

    [Fact]
    public void Some_of_them_are_none()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using DcganTrainer trainer = Tiny.Trainer();
        trainer.Generator.Calibrate(10);
        trainer.Save(folder["run"]);
        trainer.Generator.Save(folder["weights"]);
        foreach (string name in (string[])["run", "weights"])
        {
            using SafetensorsFile whole = SafetensorsFile.Open(folder[name]);
            SafetensorsWriter.Write(
                folder[$"{name}-part"],
                whole.ReadAll().Where(tensor => tensor.Key != "generator.stages.0.norm.calibrated_var"),
                whole.Metadata.Where(text => !text.Key.EndsWith("_sha256", StringComparison.Ordinal)).ToDictionary(),
                CheckpointFormat.Digests);
        }

        FluentActions.Invoking(() => DcganTrainer.Open(folder["run-part"])).Should().Throw<CheckpointException>()
            .WithMessage("*calibrated statistics: expected all 4 tensors or none but found 3.");
        FluentActions.Invoking(() => Generator.Open(folder["weights-part"])).Should().Throw<CheckpointException>()
            .WithMessage("*calibrated statistics: expected all 4 tensors or none but found 3.");
    }
}
