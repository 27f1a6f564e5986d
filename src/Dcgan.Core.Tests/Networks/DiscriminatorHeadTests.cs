using FluentAssertions;
using TorchSharp;
using Xunit;

namespace Dcgan.Core.Tests.Networks;

/// <summary>Tests discriminators with one logit, and discriminators without batch normalization.</summary>
public sealed class DiscriminatorHeadTests
{
    private static readonly DiscriminatorOptions OneLogit = Tiny.Discriminator with { Logits = 1 };

    private static readonly DiscriminatorOptions Unnormalized = Tiny.Discriminator with { BatchNorm = false };

    [Fact]
    public void One_logit_is_the_difference_of_the_two_whose_weights_differ_by_its_own()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable noGradients = torch.no_grad();
        using var two = new Discriminator(Tiny.Discriminator);
        using var one = new Discriminator(OneLogit);
        torch.Tensor weight = two.state_dict()["classifier.weight"];
        one.state_dict()["classifier.weight"].copy_((weight[1] - weight[0]).unsqueeze(0));

        torch.Tensor score = one.call(Tiny.Images(5));

        torch.Tensor logits = two.call(Tiny.Images(5));
        score.shape.Should().Equal(5, 1);
        (score.squeeze(1) - (logits.select(1, 1) - logits.select(1, 0))).abs().max().item<float>().Should().BeLessThan(1e-6f);
    }

    [Fact]
    public void Without_batch_normalization_every_stage_has_a_bias()
    {
        using var discriminator = new Discriminator(Unnormalized);

        discriminator.state_dict().Keys.Should().BeEquivalentTo(
            "stages.0.weight", "stages.0.bias", "stages.1.weight", "stages.1.bias", "classifier.weight", "classifier.bias");
    }

    [Fact]
    public void Without_batch_normalization_an_image_is_judged_by_itself_alone_in_training_too()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using var discriminator = new Discriminator(Unnormalized);
        torch.Tensor images = Tiny.Images(5);

        torch.Tensor together = discriminator.call(images);

        for (int image = 0; image < 5; image++)
        {
            torch.Tensor alone = discriminator.call(images.narrow(0, image, 1));
            (alone - together.narrow(0, image, 1)).abs().max().item<float>().Should().BeLessThan(1e-6f);
        }
    }

    /// <summary>
    /// The generator cannot normalize a batch of one latent, so a single image is rejected before a latent is drawn.
    /// </summary>
    [Fact]
    public void A_trainer_refuses_a_single_image_and_draws_nothing_for_it()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using DcganTrainer trainer = DcganTrainer.Create(Tiny.Generator, Unnormalized);
        using DcganTrainer other = DcganTrainer.Create(Tiny.Generator, Unnormalized);

        trainer.Invoking(it => it.Step(Tiny.Images(1))).Should().Throw<ArgumentException>()
            .WithMessage("images: batch normalization in training needs a batch of at least 2 but was 1.*");

        trainer.Step(Tiny.Images());
        other.Step(Tiny.Images());
        Tiny.Values(trainer).ShouldHaveTheBitsOf(Tiny.Values(other));
    }

    [Theory]
    [InlineData(ComputePrecision.Float32)]
    [InlineData(ComputePrecision.BFloat16)]
    public void Features_are_what_the_logits_are_made_of(ComputePrecision precision)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using var discriminator = new Discriminator(Tiny.Discriminator with { Precision = precision });
        discriminator.eval();
        torch.Tensor images = Tiny.Images(5).requires_grad_();

        torch.Tensor features = discriminator.Features(images);

        features.shape.Should().Equal(5, 6, 2, 2);
        features.dtype.Should().Be(torch.float32);
        features.requires_grad.Should().BeTrue();
        (torch.Tensor logits, torch.Tensor judged) = discriminator.Judge(images);
        judged.Equals(features).Should().BeTrue();
        logits.Equals(discriminator.call(images)).Should().BeTrue();
        Dictionary<string, torch.Tensor> state = discriminator.state_dict();
        torch.Tensor expected = torch.nn.functional.linear(
            features.permute(0, 2, 3, 1).flatten(1), state["classifier.weight"], state["classifier.bias"]);

        // bfloat16 has 8 bits of precision, in the weights and in their sums.
        (logits - expected).abs().max().item<float>().Should().BeLessThan(precision == ComputePrecision.Float32 ? 1e-6f : 0.03f);
    }

    [Fact]
    public void Features_are_refused_for_the_images_that_logits_are_refused_for()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using var discriminator = new Discriminator(Tiny.Discriminator);

        discriminator.Invoking(it => it.Features(torch.zeros(2, 3, 9, 8))).Should().Throw<ArgumentException>()
            .WithMessage("images: expected [N, 3, 8, 8] but was [2, 3, 9, 8].*");
    }
}
