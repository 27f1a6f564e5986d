using System.Buffers.Binary;
using TorchSharp;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>
/// The state of a random generator in libtorch's format: 5056 bytes of a Mersenne Twister (MT19937) and its cached normal number.
/// On some invalid states libtorch ends the process, on others it reads out of bounds, so each state is checked here first.
/// </summary>
internal static class RandomState
{
    private const int Length = 5056;

    /// <summary>Number of words in the state of the Mersenne Twister.</summary>
    private const int Words = 624;

    // Layout in bytes: seed, 8; left, 4; seeded, 4; next, 8; the words, 8 each; three doubles; whether they hold a normal number,
    // 4, and padding, 4; a float normal number, 4, and whether it is present, 1.
    private const int LeftOffset = 8;
    private const int SeededOffset = 12;
    private const int NextOffset = 16;
    private const int NormalIsValidOffset = NextOffset + 8 + (8 * Words) + (3 * 8);
    private const int FloatNormalIsValidOffset = NormalIsValidOffset + 8 + 4;

    /// <summary>Whether an entry with this name is the state of a random generator.</summary>
    internal static bool IsName(string name) => name.StartsWith(StateNames.RandomPrefix, StringComparison.Ordinal);

    /// <summary>The state entry of a random generator.</summary>
    internal static StateEntry Entry(torch.Generator random, string name) =>
        new(name, random.get_state(), state => random.set_state(state)) { Fault = FaultOf };

    /// <summary>Whether libtorch can continue from a state.</summary>
    internal static bool IsValid(ReadOnlySpan<byte> state)
    {
        if (state.Length != Length)
        {
            return false;
        }

        int left = BinaryPrimitives.ReadInt32LittleEndian(state[LeftOffset..]);
        int seeded = BinaryPrimitives.ReadInt32LittleEndian(state[SeededOffset..]);
        ulong next = BinaryPrimitives.ReadUInt64LittleEndian(state[NextOffset..]);

        // The words are used one by one and regenerated when one is left. One is also left before the first number is drawn.
        bool isConsistent = left is >= 1 and <= Words && (next == (ulong)(Words + 1 - left) || (left == 1 && next == 0));
        return isConsistent
            && seeded == 1
            && BinaryPrimitives.ReadInt32LittleEndian(state[NormalIsValidOffset..]) is 0 or 1
            && state[FloatNormalIsValidOffset] is 0 or 1;
    }

    private static string? FaultOf(Tensor state) =>
        IsValid(state.data<byte>().ToArray()) ? null : "this is not the state of a random generator.";
}
