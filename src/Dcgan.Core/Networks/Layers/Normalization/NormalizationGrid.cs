namespace Dcgan.Core;

/// <summary>How maps [N, H, W, C], whose images are in parts, are cut into blocks of rows. No block has rows of two parts.</summary>
internal sealed class NormalizationGrid
{
    /// <summary>
    /// Elements of a block: small enough for a core's second cache, and large enough that starting a job costs little. It does not depend on
    /// the number of threads, so neither do the sums.
    /// </summary>
    private const int BlockElements = 16384;

    private readonly int rowsOfBlock;
    private readonly List<NormalizationBlock> blocks = [];

    /// <param name="parts">Numbers of images of the parts.</param>
    /// <param name="channels">Number of channels, C.</param>
    /// <param name="positions">Number of positions of an image, H·W.</param>
    internal NormalizationGrid(long[] parts, int channels, long positions)
    {
        Channels = channels;
        rowsOfBlock = Math.Max(1, BlockElements / Lanes);
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
        }
    }

    internal int Channels { get; }

    /// <summary>Elements of a row: the channels, or as many pixels as fill a vector.</summary>
    internal int Lanes => Math.Max(Channels, NormalizedRows<BFloat16Element>.Vector);

    /// <summary>Number of values of a channel in each part.</summary>
    internal long[] Counts { get; }

    internal IReadOnlyList<NormalizationBlock> Blocks => blocks;

    /// <summary>Whether the rows of all parts fill whole vectors, and each channel has a variance.</summary>
    internal static bool Fits(long[] parts, long channels, long positions)
    {
        int lanes = NormalizedRows<BFloat16Element>.Vector;
        return channels > 0
            && (channels % lanes == 0 || lanes % channels == 0)
            && Array.TrueForAll(parts, images => images * positions > 1 && images * positions * channels % lanes == 0);
    }
}
