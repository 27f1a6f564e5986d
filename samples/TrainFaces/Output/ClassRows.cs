using TorchSharp;

namespace TrainFaces.Output;

/// <summary>Labels and places of the images in a grid with a row for each class.</summary>
internal static class ClassRows
{
    /// <summary>
    /// The places of any number of images in the grid, row by row and ascending. The rows differ by at most one image; longer rows come first.
    /// </summary>
    public static long[] Cells(int count, int classes, int columns) =>
        [.. Enumerable.Range(0, count).Select(index => ((long)index % classes * columns) + (index / classes)).Order()];

    /// <summary>The labels of the images in these places, int64.</summary>
    public static torch.Tensor Labels(long[] cells, int columns) => torch.tensor([.. cells.Select(cell => cell / columns)]);

    /// <summary>Places images in a grid whose other places are black.</summary>
    public static torch.Tensor InCells(torch.Tensor images, long[] cells, int all) =>
        (-torch.ones([all, .. images.shape[1..]])).index_copy_(0, torch.tensor(cells), images);
}
