using System.Runtime.InteropServices;
using FluentAssertions;
using TorchSharp;
using Xunit;

namespace Dcgan.Core.Tests.Sampling;

/// <summary>Tests searches through simple functions instead of a generator: latents [N, 2] to images [N, 2, 1, 1].</summary>
public sealed class LatentSearchTests
{
    [Fact]
    public void An_error_that_is_not_a_number_never_replaces_a_finite_one()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        int calls = 0;
        torch.Tensor Network(torch.Tensor latents) => Images(latents) * (calls++ == 0 ? 1 : double.NaN);

        using Inversion inversion = Search(Network, Row(0.5, 0.5), Row(0.25, 0));

        inversion.Latents.data<double>().ToArray().Should().Equal(0.25, 0);
        inversion.Errors.item<double>().Should().Be(((0.25 * 0.25) + (0.5 * 0.5)) / 2);
    }

    [Fact]
    public void A_finite_error_replaces_one_that_is_not_a_number()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        int calls = 0;

        // Masked values have a gradient of 0, so the latents stay finite.
        torch.Tensor Network(torch.Tensor latents) => Images(latents.masked_fill(torch.full_like(latents, calls++ == 0, torch.@bool), double.NaN));

        using Inversion inversion = Search(Network, Row(0.5, 0.5), Row(0.25, 0));

        double.IsFinite(inversion.Errors.item<double>()).Should().BeTrue();
    }

    [Fact]
    public void A_start_without_a_finite_error_does_not_count()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor Network(torch.Tensor latents) => Images(torch.where(latents.lt(0), latents * double.NaN, latents));

        using Inversion inversion = Search(Network, Row(0.5, 0.5), torch.cat([Row(-1, -1), Row(0.5, 0.5), Row(-0.5, -1)]));

        inversion.Latents.data<double>().ToArray().Should().Equal(0.5, 0.5);
        inversion.Errors.data<double>().ToArray().Should().Equal(0);
        inversion.RestartErrors.data<double>().ToArray().Should().Equal(double.NaN, 0, double.NaN);
    }

    [Fact]
    public void Without_any_finite_error_the_error_is_not_a_number_and_the_latent_is_a_start()
    {
        using DisposeScope scope = torch.NewDisposeScope();

        using Inversion inversion = Search(latents => Images(latents) * double.NaN, Row(0.5, 0.5), Row(0.25, 0));

        inversion.Latents.data<double>().ToArray().Should().Equal(0.25, 0);
        inversion.Errors.data<double>().ToArray().Should().Equal(double.NaN);
    }

    /// <summary>autograd.grad ends the process in each of these cases.</summary>
    [Fact]
    public void Errors_of_the_gradient_are_exceptions()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using torch.Tensor other = torch.ones(2, dtype: torch.float64).requires_grad_();
        void Fails<TException>(Func<torch.Tensor, torch.Tensor> network)
            where TException : Exception =>
            FluentActions.Invoking(() => Search(network, Row(0.5, 0.5), Row(0.25, 0))).Should().Throw<TException>();

        FluentActions.Invoking(() => Search(latents => Images(latents).detach(), Row(0.5, 0.5), Row(0.25, 0)))
            .Should().Throw<InvalidOperationException>().WithMessage("network: its images must depend on the latents but have no gradient.");
        Fails<InvalidOperationException>(latents => Images(latents).detach() * other.view(1, 2, 1, 1));
        Fails<ExternalException>(latents =>
        {
            torch.Tensor images = Images(latents).sigmoid();
            images.detach().fill_(0); // The backward pass needs the values, and libtorch notices that they have changed.
            return images;
        });
    }

    private static Inversion Search(Func<torch.Tensor, torch.Tensor> network, torch.Tensor image, torch.Tensor starts)
    {
        using LatentSearch search = new(network, LatentDistribution.Uniform, Images(image), starts);
        search.Run(5, 0.1, null, CancellationToken.None);
        return search.Result();
    }

    private static torch.Tensor Images(torch.Tensor latents) => latents.view(-1, 2, 1, 1);

    private static torch.Tensor Row(double first, double second) => torch.tensor(new[] { first, second }).view(1, 2);
}
