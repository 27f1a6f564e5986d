using FluentAssertions;
using TorchSharp;
using TorchSharp.Modules;
using Xunit;

namespace Dcgan.Core.Tests.Optimization;

public sealed class FusedAdamTests
{
    public static TheoryData<double, bool, bool> Variants => new()
    {
        { 0, false, false },
        { 0.01, false, false },
        { 0, true, false },
        { 0.01, true, true },
    };

    [Theory]
    [MemberData(nameof(Variants))]
    public void A_hundred_steps_equal_torchsharps_adam(double weightDecay, bool amsgrad, bool maximize)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using torch.nn.Module<torch.Tensor, torch.Tensor> one = Network();
        using torch.nn.Module<torch.Tensor, torch.Tensor> other = Network();
        using var random = new torch.Generator(5, torch.CPU);
        one.to(torch.float64);
        other.to(torch.float64);
        other.load_state_dict(one.state_dict());
        using var fused = new FusedAdam(one.parameters(), 0.01, 0.5, 0.999, 1e-8, weightDecay, amsgrad, maximize);
        using var plain = torch.optim.Adam(other.parameters(), 0.01, 0.5, 0.999, 1e-8, weightDecay, amsgrad, maximize);

        for (int step = 0; step < 100; step++)
        {
            torch.Tensor input = torch.empty(16, 4, torch.float64).normal_(0, 1, random);
            Step(one, fused, input);
            Step(other, plain, input);
        }

        foreach ((double[] values, double[] expected) in Tiny.Values(one).Values.Zip(Tiny.Values(other).Values))
        {
            values.Zip(expected, (a, b) => Math.Abs(a - b)).Max().Should().BeLessThan(1e-10, "only the order of rounding differs, over 100 steps of 0.01");
        }
    }

    [Fact]
    public void Epsilon_hat_is_added_before_the_correction()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        var parameter = new Parameter(torch.zeros(1, torch.float64)) { grad = torch.ones(1, torch.float64) };
        using var adam = new FusedAdam([parameter], 1, 0.5, 0.999, 0.1) { EpsilonHat = true };

        adam.step();

        // From the paper: lr sqrt(1 - b2) / (1 - b1) * m / (sqrt(v) + epsilon), with m = 0.5 and v = 0.001.
        double expected = -Math.Sqrt(0.001) / 0.5 * 0.5 / (Math.Sqrt(0.001) + 0.1);
        parameter.item<double>().Should().BeApproximately(expected, 1e-12);
    }

    [Fact]
    public void A_gradient_laid_out_in_another_order_reaches_the_right_weights()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor gradient = Tiny.Normal([2, 3, 4, 5], seed: 1, torch.float32);
        var one = new Parameter(torch.zeros(2, 3, 4, 5)) { grad = gradient };
        var other = new Parameter(torch.zeros(2, 3, 4, 5))
        {
            grad = gradient.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2),
        };
        using var first = new FusedAdam([one], 0.01);
        using var second = new FusedAdam([other], 0.01);

        first.step();
        second.step();

        other.Equals(one).Should().BeTrue();
    }

    [Fact]
    public void Parameters_without_a_gradient_stay_and_count_no_step()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        var idle = new Parameter(torch.ones(3));
        var busy = new Parameter(torch.ones(3)) { grad = torch.ones(3) };
        using var adam = new FusedAdam([idle, busy], 0.1);

        adam.step();
        adam.step();
        idle.grad = torch.ones(3);
        adam.step();

        // The first Adam step changes each weight by the learning rate, whatever the gradient.
        idle[0].item<float>().Should().BeApproximately(0.9f, 1e-6f);
        busy[0].item<float>().Should().BeApproximately(0.7f, 1e-5f);
    }

    [Fact]
    public void It_follows_a_module_that_moves()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using torch.nn.Module<torch.Tensor, torch.Tensor> network = Network();
        using var adam = new FusedAdam(network.parameters(), 0.01);
        Step(network, adam, Tiny.Normal([4, 4], seed: 1, torch.float32));
        var before = (Adam.State)adam.state_dict().State[0];
        double[] moments = before.exp_avg.to(torch.float64).data<double>().ToArray();

        network.to(torch.float64);

        var after = (Adam.State)adam.state_dict().State[0];
        after.step.Should().Be(1);
        after.exp_avg.dtype.Should().Be(torch.float64);
        after.exp_avg.data<double>().ToArray().Should().Equal(moments);
        Step(network, adam, Tiny.Normal([4, 4], seed: 1));
        after.step.Should().Be(2);
    }

    [Fact]
    public void A_list_of_disposed_parameters_is_rejected_and_the_message_says_how_to_fix_it()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using torch.nn.Module<torch.Tensor, torch.Tensor> network = Network();
        using var adam = new FusedAdam(network.parameters().ToList());
        network.to(torch.float64);

        adam.Invoking(it => it.step()).Should().Throw<InvalidOperationException>()
            .WithMessage("FusedAdam: a parameter has been disposed*parameters() itself*");
    }

    [Fact]
    public void Groups_have_options_of_their_own_and_schedulers_turn_them()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        var slow = new Parameter(torch.zeros(1)) { grad = torch.ones(1) };
        var fast = new Parameter(torch.zeros(1)) { grad = torch.ones(1) };
        using var adam = new FusedAdam([new Adam.ParamGroup([slow], 0.01), new Adam.ParamGroup([fast], 0.1)]);
        torch.optim.lr_scheduler.LRScheduler halving = torch.optim.lr_scheduler.StepLR(adam, 1, 0.5);

        adam.step();
        slow.item<float>().Should().BeApproximately(-0.01f, 1e-6f);
        fast.item<float>().Should().BeApproximately(-0.1f, 1e-6f);
        halving.step();
        adam.step();

        slow.item<float>().Should().BeApproximately(-0.015f, 1e-6f);
        fast.item<float>().Should().BeApproximately(-0.15f, 1e-6f);
    }

    [Fact]
    public void Saved_state_goes_on_where_it_stopped()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using torch.nn.Module<torch.Tensor, torch.Tensor> network = Network();
        using var adam = new FusedAdam(network.parameters(), 0.01);
        Step(network, adam, Tiny.Normal([4, 4], seed: 1, torch.float32));
        using var file = new MemoryStream();
        using (var writer = new BinaryWriter(file, System.Text.Encoding.UTF8, leaveOpen: true))
        {
            adam.save_state_dict(writer);
        }

        file.Position = 0;
        using torch.nn.Module<torch.Tensor, torch.Tensor> copy = Network();
        copy.load_state_dict(network.state_dict());
        using var resumed = new FusedAdam(copy.parameters(), 0.5);
        using (var reader = new BinaryReader(file))
        {
            resumed.load_state_dict(reader);
        }

        torch.Tensor input = Tiny.Normal([4, 4], seed: 1, torch.float32);
        Step(network, adam, input);
        Step(copy, resumed, input);
        Tiny.Values(copy).ShouldHaveTheBitsOf(Tiny.Values(network));
    }

    private static torch.nn.Module<torch.Tensor, torch.Tensor> Network() =>
        torch.nn.Sequential(torch.nn.Linear(4, 8), torch.nn.Tanh(), torch.nn.Linear(8, 3));

    private static void Step(torch.nn.Module<torch.Tensor, torch.Tensor> network, torch.optim.Optimizer optimizer, torch.Tensor input)
    {
        network.zero_grad();
        network.call(input).square().mean().backward();
        optimizer.step();
    }

    [Fact]
    public void Numbers_that_are_not_finite_are_refused()
    {
        using var parameter = new Parameter(torch.zeros(1));

        FluentActions.Invoking(() => new FusedAdam([parameter], learningRate: double.NaN))
            .Should().Throw<ArgumentException>().WithMessage("learningRate: must be finite but was NaN.*");
        FluentActions.Invoking(() => new FusedAdam([parameter], epsilon: double.PositiveInfinity))
            .Should().Throw<ArgumentException>().WithMessage("epsilon: must be finite but was Infinity.*");
    }
}
