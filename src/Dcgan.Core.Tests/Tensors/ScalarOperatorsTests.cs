using FluentAssertions;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Dcgan.Core.Tests.Tensors;

/// <summary>The operators compute what TorchSharp's operators compute.</summary>
public sealed class ScalarOperatorsTests
{
    private static readonly Dictionary<string, (Func<Tensor, Tensor> Compute, Func<Tensor, Tensor> Expected)> Operators = new()
    {
        ["Add a tensor"] = (x => x.Add(x), x => x + x),
        ["Add_ a tensor"] = (x => x.clone().Add_(x), x => x + x),
        ["Add_ a multiple"] = (x => x.clone().Add_(x, 0.5), x => x + (0.5 * x)),
        ["Add a number"] = (x => x.Add(1.5), x => x + 1.5),
        ["Add_ a number"] = (x => x.clone().Add_(2), x => x + 2),
        ["Sub"] = (x => x.Sub(1.5), x => x - 1.5),
        ["Sub_"] = (x => x.clone().Sub_(2), x => x - 2),
        ["OneMinus"] = (x => x.OneMinus(), x => 1 - x),
        ["Mul"] = (x => x.Mul(1.5), x => x * 1.5),
        ["Mul_"] = (x => x.clone().Mul_(2), x => x * 2),
        ["Div"] = (x => x.Div(1.5), x => x / 1.5),
        ["Div_"] = (x => x.clone().Div_(2), x => x / 2),
        ["FloorDivide"] = (x => x.FloorDivide(2), x => x.floor_divide(2)),
        ["Remainder"] = (x => x.Remainder(2), x => x.remainder(2)),
        ["Remainder_"] = (x => x.clone().Remainder_(2), x => x.remainder(2)),
        ["Square"] = (x => x.Square(), x => x * x),
        ["Pow"] = (x => x.Pow(3), x => x.pow(3)),
        ["Pow_"] = (x => x.clone().Pow_(3), x => x.pow(3)),
        ["Eq"] = (x => x.Eq(1), x => x.eq(1)),
        ["Ge"] = (x => x.Ge(1), x => x.ge(1)),
        ["Gt"] = (x => x.Gt(1), x => x.gt(1)),
        ["Le"] = (x => x.Le(1), x => x.le(1)),
        ["Lt"] = (x => x.Lt(1), x => x.lt(1)),
        ["Clamp"] = (x => x.Clamp(-1, 1.5), x => x.clamp(-1, 1.5)),
        ["Clamp_"] = (x => x.clone().Clamp_(-1, 1.5), x => x.clamp(-1, 1.5)),
        ["ClampMin"] = (x => x.ClampMin(1), x => x.clamp_min(1)),
        ["ClampMin_"] = (x => x.clone().ClampMin_(1), x => x.clamp_min(1)),
        ["ClampMax"] = (x => x.ClampMax(1), x => x.clamp_max(1)),
        ["ClampMax_"] = (x => x.clone().ClampMax_(1), x => x.clamp_max(1)),
        ["LeakyRelu_"] = (x => x.clone().LeakyRelu_(0.25), x => where(x.gt(0), x, x * 0.25)),
        ["Fill_"] = (x => x.clone().Fill_(3), x => full_like(x, 3)),
        ["MaskedFill"] = (x => x.MaskedFill(x > 0, 4), x => x.masked_fill(x > 0, 4)),
        ["AddCMul"] = (x => x.AddCMul(x, x), x => x + (x * x)),
        ["Full"] = (x => ScalarOperators.Full([2, 3], 1.5, x.dtype, x.device), x => full([2, 3], 1.5, x.dtype)),
        ["FullLike"] = (x => x.FullLike(1.5), x => full_like(x, 1.5)),
        ["Arange to"] = (_ => ScalarOperators.Arange(5), _ => tensor(new long[] { 0, 1, 2, 3, 4 })),
        ["Arange between"] = (_ => ScalarOperators.Arange(2, 5), _ => tensor(new long[] { 2, 3, 4 })),
    };

    public static TheoryData<string> Names => [.. Operators.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Equals_TorchSharps_operator(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor numbers = tensor(new[] { -2.5, -1, 0, 1, 1.5, 2, 7 });
        (Func<Tensor, Tensor> compute, Func<Tensor, Tensor> expect) = Operators[name];
        Tensor expected = expect(numbers);

        Tensor result = compute(numbers);

        result.dtype.Should().Be(expected.dtype);
        result.Equals(expected).Should().BeTrue();
    }

    [Fact]
    public void Integers_stay_integers()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor numbers = tensor(new long[] { 1, 2 });

        numbers.Add(1).Mul(3).Sub(2).dtype.Should().Be(int64);
        numbers.Add(0.5).dtype.Should().Be(float32);
    }
}
