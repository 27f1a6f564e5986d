using Dcgan.Core.Evaluation;
using Dcgan.Core.Tests.Evaluation;
using Dcgan.Core.Tests.Training;
using FluentAssertions;
using TorchSharp;
using Xunit;

namespace Dcgan.Core.CudaTests;

/// <summary>Calls must not leak memory of the GPU: the garbage collector does not track it.</summary>
public sealed class LiveTensorTests : CudaTest
{
    public static TheoryData<string> Combinations => [.. ComposedOptions.All.Keys];

    [Theory]
    [MemberData(nameof(Combinations))]
    public void Steps_leave_no_tensor_behind(string combination)
    {
        StepCase run = StepCases.All[combination];
        using DcganTrainer trainer = run.Trainer(Gpu.Device, torch.float32);
        using torch.Tensor onCpu = run.Batch(1, torch.CPU, torch.float32).Images;
        using torch.Tensor onGpu = run.Batch(1, Gpu.Device, torch.float32).Images;
        trainer.Step(onCpu);
        LiveTensors.ShouldStayFlat(
            () =>
            {
                trainer.Step(onCpu);
                trainer.Step(onGpu);
            },
            repetitions: 10);
    }

    [Fact]
    public void Steps_with_labels_and_in_bfloat16_leave_no_tensor_behind()
    {
        StepCase run = StepCases.All["classes"].InBFloat16();
        using DcganTrainer trainer = run.Trainer(Gpu.Device, torch.float32);
        DcganBatch batch = run.Batch(1, torch.CPU, torch.float32);
        LiveTensors.ShouldStayFlat(() => trainer.Step(batch), repetitions: 10);
    }

    [Fact]
    public void Failed_steps_leave_no_tensor_behind()
    {
        using DcganTrainer trainer = Tiny.Trainer();
        trainer.to(Gpu.Device);
        using torch.Tensor poisoned = torch.full([4, 3, 8, 8], float.NaN).to(Gpu.Device);
        using torch.Tensor overflowing = Tiny.OverflowingImages().to(Gpu.Device);
        using torch.Tensor latents = torch.zeros(4, 5).to(Gpu.Elsewhere);
        LiveTensors.ShouldStayFlat(
            () =>
            {
                trainer.Invoking(it => it.Step(poisoned)).Should().Throw<ArgumentException>();
                trainer.Invoking(it => it.Step(overflowing)).Should().Throw<DcganDivergedException>();
                trainer.Invoking(it => it.Step(overflowing, latents: latents)).Should().Throw<ArgumentException>();
            },
            repetitions: 10);
    }

    [Fact]
    public void Samples_files_and_inversions_leave_no_tensor_behind()
    {
        using DcganTrainer trainer = Tiny.Trainer(new DcganTrainerOptions { EmaDecay = 0.9 });
        trainer.to(Gpu.Device);
        using torch.Tensor images = Tiny.Images().to(Gpu.Device);
        LiveTensors.ShouldStayFlat(
            () =>
            {
                trainer.Sample(65).Dispose();
                trainer.Generator.Calibrate(64);
                trainer.Generator.Sample(3).Dispose();
                using (FrozenGenerator frozen = trainer.Generator.Freeze())
                {
                    frozen.Sample(3).Dispose();
                }

                trainer.Save(Folder["run"]);
                trainer.Load(Folder["run"]);
                trainer.Generator.ExportOnnx(Folder["generator.onnx"]);
                trainer.Generator.Invert(images, 3).Dispose();
                using torch.Tensor grid = ImageGrid.Arrange(images, 2, 3);
                _ = ImagePixels.FromImage(grid);
            },
            repetitions: 5);
    }

    [Fact]
    public void Evaluations_leave_no_tensor_behind()
    {
        using torch.Tensor drawn = Features.Images(12, 3, 16, 16, seed: 1);
        using torch.Tensor images = drawn.to(Gpu.Device, copy: true);
        LiveTensors.ShouldStayFlat(
            () =>
            {
                using var evaluator = new Evaluator(
                    each => each.flatten(1)[.., ..9],
                    new() { Neighbors = 3, SlicedWasserstein = new() { PatchesPerImage = 4, Projections = 8 } });
                evaluator.AddReal(images);
                evaluator.AddGenerated(images);
                _ = evaluator.Measure();
            },
            repetitions: 5);
    }
}
