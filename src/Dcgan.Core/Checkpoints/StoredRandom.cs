using System.Buffers.Binary;
using TorchSharp;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>
/// A random generator's state as libtorch itself writes it: 5056 bytes of a Mersenne twister (MT19937) and of the normal
/// number that it has left over. libtorch ends the process on a state that it finds wrong, and takes some by which it would
/// read beyond its memory, so each is checked here first.
/// </summary>
internal static class StoredRandom
{
    private const int Length = 5056;

    /// <summary>Words of the twister.</summary>
    private const int Words = 624;

    // Seed, 8 bytes; left, 4; seeded, 4; next, 8; the words, 8 each; three doubles; whether they hold a normal number, 4 and 4
    // of padding; the same as a float, 4, and whether it holds one, 1.
    private const int LeftOffset = 8;
    private const int SeededOffset = 12;
    private const int NextOffset = 16;
    private const int NormalIsValidOffset = NextOffset + 8 + (8 * Words) + (3 * 8);
    private const int FloatNormalIsValidOffset = NormalIsValidOffset + 8 + 4;

    /// <summary>Whether a name is that of a random generator's state.</summary>
    internal static bool Holds(string name) =>
        name.StartsWith(CheckpointFormat.RandomPrefix, StringComparison.Ordinal);

    internal static StoredTensor Of(torch.Generator random, string name) =>
        StoredTensor.Of(name, random.get_state(), restored => random.set_state(restored));

    /// <summary>That libtorch can go on from a state.</summary>
    /// <exception cref="CheckpointException">It cannot.</exception>
    internal static void Check(Tensor state, string path, string name)
    {
        if (!IsSound(state.data<byte>().ToArray()))
        {
            throw new CheckpointException(path, name, "this is not a random generator's state.");
        }
    }

    internal static bool IsSound(ReadOnlySpan<byte> state)
    {
        if (state.Length != Length)
        {
            return false;
        }

        int left = BinaryPrimitives.ReadInt32LittleEndian(state[LeftOffset..]);
        int seeded = BinaryPrimitives.ReadInt32LittleEndian(state[SeededOffset..]);
        ulong next = BinaryPrimitives.ReadUInt64LittleEndian(state[NextOffset..]);

        // The words are used up one by one, and made anew when one is left; so it is too before the first number.
        bool inStep = left is >= 1 and <= Words && (next == (ulong)(Words + 1 - left) || (left == 1 && next == 0));
        return inStep
            && seeded == 1
            && BinaryPrimitives.ReadInt32LittleEndian(state[NormalIsValidOffset..]) is 0 or 1
            && state[FloatNormalIsValidOffset] is 0 or 1;
    }
}
