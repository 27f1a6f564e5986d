namespace Dcgan.Core;

/// <summary>How maps [N, H, W, C], whose images are in parts, are cut into blocks of rows. No block has rows of two parts.</summary>
internal sealed class NormalizationGrid
{
    /// <summary>
    /// Elements of a block: small enough for a core's second cache, and large enough that starting a job costs little. It does not depend on
    /// the number of threads, so neither do the sums.
    /// </summary>
    private const int BlockElements = 16384;

    /// <summary>Lanes of a vector.</summary>
    internal const int Vector = 16;

    private readonly List<NormalizationBlock> blocks = [];
    private readonly List<int> firstBlocks = [0];

    /// <param name="parts">Numbers of images of the parts.</param>
    /// <param name="channels">Number of channels, C.</param>
    /// <param name="positions">Number of positions of an image, H·W.</param>
    internal NormalizationGrid(long[] parts, int channels, long positions)
    {
        Channels = channels;
        int rowsOfBlock = Math.Max(1, BlockElements / Lanes);
        Counts = [.. parts.Select(images => images * positions)];
        long first = 0;
        for (int part = 0; part < parts.Length; part++)
        {
            long rows = Counts[part] * channels / Lanes;
            for (long row = 0; row < rows; row += rowsOfBlock)
            {
                blocks.Add(new NormalizationBlock(part, first + (row * Lanes), (int)Math.Min(rowsOfBlock, rows - row)));
            }

            first += rows * Lanes;
            firstBlocks.Add(blocks.Count);
        }
    }

    internal int Channels { get; }

    /// <summary>Elements of a row: the channels, or as many pixels as fill a vector.</summary>
    internal int Lanes => Math.Max(Channels, Vector);

    /// <summary>Number of values of a channel in each part.</summary>
    internal long[] Counts { get; }

    internal IReadOnlyList<NormalizationBlock> Blocks => blocks;

    /// <summary>Index of a part's first block; for the number of parts, the number of blocks.</summary>
    internal int FirstBlock(int part) => firstBlocks[part];

    /// <summary>Sets a channel's value in all its lanes of a part's row.</summary>
    internal void Set(float[] rows, int part, int channel, double value)
    {
        for (int lane = (part * Lanes) + channel; lane < (part + 1) * Lanes; lane += Channels)
        {
            rows[lane] = (float)value;
        }
    }

    /// <summary>Whether the rows of all parts fill whole vectors, and each channel has a variance.</summary>
    internal static bool Fits(long[] parts, long channels, long positions)
    {
        return channels > 0
            && (channels % Vector == 0 || Vector % channels == 0)
            && Array.TrueForAll(parts, images => images * positions > 1 && images * positions * channels % Vector == 0);
    }
}
