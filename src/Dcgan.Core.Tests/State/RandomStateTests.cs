using FluentAssertions;
using TorchSharp;
using Xunit;

namespace Dcgan.Core.Tests.State;

public sealed class RandomStateTests
{
    [Fact]
    public void Every_state_that_libtorch_comes_to_is_sound()
    {
        using var random = new torch.Generator(1, torch.CPU);
        using torch.Tensor uniform = torch.empty(1);
        for (int draw = 0; draw < 2000; draw++)
        {
            RandomState.IsValid(StateOf(random)).Should().BeTrue();
            uniform.uniform_(0, 1, random);
        }

        foreach (int count in (int[])[1, 2, 15, 16, 17, 623, 624, 625])
        {
            torch.empty(count).normal_(0, 1, random).Dispose();
            RandomState.IsValid(StateOf(random)).Should().BeTrue();
            torch.empty(count, torch.float64).normal_(0, 1, random).Dispose();
            RandomState.IsValid(StateOf(random)).Should().BeTrue();
        }
    }

    [Theory]
    [InlineData(8, 0)] // no words left
    [InlineData(9, 127)] // more words left than the state has
    [InlineData(12, 0)] // not seeded
    [InlineData(16, 77)] // next position does not match the number of words left
    [InlineData(23, 1)] // next position far beyond the words
    [InlineData(5040, 2)] // the flag of the normal number is neither 0 nor 1
    [InlineData(5052, 7)] // the flag of the float normal number is neither 0 nor 1
    public void A_state_that_it_never_comes_to_is_not(int place, byte value)
    {
        using var random = new torch.Generator(1, torch.CPU);
        torch.empty(3).normal_(0, 1, random).Dispose();
        byte[] state = StateOf(random);

        state[place] = value;

        RandomState.IsValid(state).Should().BeFalse();
        RandomState.IsValid(state.AsSpan(1)).Should().BeFalse();
    }

    private static byte[] StateOf(torch.Generator random)
    {
        using torch.Tensor state = random.get_state();
        return state.data<byte>().ToArray();
    }
}
