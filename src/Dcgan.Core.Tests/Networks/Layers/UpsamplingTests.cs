using TorchSharp;
using Xunit;

namespace Dcgan.Core.Tests.Networks.Layers;

public sealed class UpsamplingTests
{
    [Theory]
    [InlineData(2, 3, 4, 4, 4, true)]
    [InlineData(3, 8, 1, 1, 1, false)]
    [InlineData(2, 5, 7, 3, 6, true)]
    public void All_formulations_and_their_gradients_are_equal(
        int count, int inChannels, int outChannels, int height, int width, bool hasBias)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        var problem = ConvolutionProblem.Up(count, inChannels, outChannels, height, width, hasBias);
        (torch.Tensor input, torch.Tensor weight, torch.Tensor? bias, torch.Tensor upstream) = problem;

        torch.Tensor direct = Upsampling.Direct(input, weight, bias);
        Equality.ShouldHold(Upsampling.Product(input, weight, bias), direct, problem.Leaves, upstream);
        Equality.ShouldHold(Upsampling.Phases(input, weight, bias), direct, problem.Leaves, upstream);
    }

    [Theory]
    [InlineData(2, 3, 4, 4, 4, true)]
    [InlineData(3, 8, 1, 2, 2, false)]
    [InlineData(2, 5, 7, 2, 6, true)]
    public void Minimal_filtering_and_its_gradients_are_equal(
        int count, int inChannels, int outChannels, int height, int width, bool hasBias)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        var problem = ConvolutionProblem.Up(count, inChannels, outChannels, height, width, hasBias);
        (torch.Tensor input, torch.Tensor weight, torch.Tensor? bias, torch.Tensor upstream) = problem;

        torch.Tensor filtered = Upsampling.Filtered(input, weight, bias);

        Equality.ShouldHold(filtered, Upsampling.Direct(input, weight, bias), problem.Leaves, upstream);
    }
}
