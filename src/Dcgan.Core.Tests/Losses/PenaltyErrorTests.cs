using FluentAssertions;
using TorchSharp;
using Xunit;

namespace Dcgan.Core.Tests.Losses;

/// <summary>Each of these errors would end the process, or train on nothing, if it reached libtorch unchecked.</summary>
public sealed class PenaltyErrorTests : IDisposable
{
    private readonly DisposeScope scope = torch.NewDisposeScope();
    private readonly DcganLoss loss = new(new() { R1Weight = 1, GradientPenaltyWeight = 1 });
    private readonly torch.Generator random = new(0, torch.CPU);

    [Fact]
    public void Images_that_do_not_fit_are_refused()
    {
        torch.Tensor images = torch.zeros(2, 1, 4, 4);

        Penalty(Judge, torch.zeros(2, 4, 4), images).Should().Throw<ArgumentException>()
            .WithMessage("realImages: expected [N, C, H, W] but was [2, 4, 4].*");
        Penalty(Judge, torch.zeros(0, 1, 4, 4), images).Should().Throw<ArgumentException>()
            .WithMessage("realImages: expected at least 1 row but was 0.*");
        Penalty(Judge, images, torch.zeros(2, 1, 8, 8)).Should().Throw<ArgumentException>()
            .WithMessage("generatedImages: expected [N, 1, 4, 4] but was [2, 1, 8, 8].*");
        Penalty(Judge, images, torch.zeros(0, 1, 4, 4)).Should().Throw<ArgumentException>()
            .WithMessage("generatedImages: expected at least 1 row but was 0.*");
        Penalty(Judge, images[..1], images[..1]).Should().NotThrow("a penalty takes a single image");
        Penalty(Judge, images, images.to(torch.float64)).Should().Throw<ArgumentException>()
            .WithMessage("generatedImages: expected Float32 but was Float64.*");
        Penalty(Judge, images.to(torch.uint8), images).Should().Throw<ArgumentException>()
            .WithMessage("realImages: expected a floating-point type but was Byte.*");
        loss.Invoking(it => it.Penalty(Judge, images, images, null!)).Should().Throw<ArgumentNullException>().WithParameterName("random");
    }

    [Fact]
    public void Logits_that_are_none_are_refused()
    {
        Judging(images => images.flatten(1).sum(1)).Should().Throw<ArgumentException>()
            .WithMessage("judge: expected [N, 2] or [N, 1] but was [2].*");
        Judging(images => images.flatten(1)).Should().Throw<ArgumentException>()
            .WithMessage("judge: expected [N, 2] or [N, 1] but was [2, 16].*");
        Judging(images => Judge(images)[..1]).Should().Throw<ArgumentException>()
            .WithMessage("judge: expected [2, 1] but was [1, 1].*");
        Judging(_ => null!).Should().Throw<ArgumentNullException>().WithParameterName("judge");
    }

    [Fact]
    public void Logits_that_do_not_depend_on_the_images_are_refused()
    {
        torch.Tensor weight = torch.ones(1).requires_grad_();
        const string Message = "judge: its logits must depend on the images and have a graph.*";

        Judging(images => Judge(images).detach()).Should().Throw<ArgumentException>().WithMessage(Message);
        Judging(images => Judge(images.detach()) * weight).Should().Throw<ArgumentException>().WithMessage(Message);
    }

    [Fact]
    public void An_error_of_libtorch_is_an_exception()
    {
        // Overwrites a value that the gradient of the square needs, which libtorch detects only in the backward pass.
        Judging(images =>
        {
            torch.Tensor maps = images * 2;
            torch.Tensor squares = maps.square();
            maps.zero_();
            return squares.flatten(1).sum([1], keepdim: true);
        }).Should().Throw<Exception>().WithMessage("*modified by an inplace operation*");
    }

    public void Dispose()
    {
        random.Dispose();
        loss.Dispose();
        scope.Dispose();
    }

    private static torch.Tensor Judge(torch.Tensor images) => images.flatten(1).sum([1], keepdim: true);

    private Action Judging(Func<torch.Tensor, torch.Tensor> judge) =>
        Penalty(judge, torch.zeros(2, 1, 4, 4), torch.zeros(2, 1, 4, 4));

    private Action Penalty(Func<torch.Tensor, torch.Tensor> judge, torch.Tensor real, torch.Tensor generated) =>
        () => loss.Penalty(judge, real, generated, random);
}
