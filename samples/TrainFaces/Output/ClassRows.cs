using TorchSharp;

namespace TrainFaces.Output;

/// <summary>Labels and places of the images in a grid with a row for each class.</summary>
internal static class ClassRows
{
    /// <summary>The labels 0, 0, ..., 1, 1, ..., in rows; after the last class, the rows start again.</summary>
    /// <param name="count">Number of images.</param>
    /// <param name="classes">Number of classes. At least 1.</param>
    /// <param name="columns">Number of images per row.</param>
    /// <returns>[count], int64.</returns>
    public static torch.Tensor Labels(int count, int classes, int columns) =>
        torch.tensor([.. Enumerable.Range(0, count).Select(index => (long)(index / columns % classes))]);

    /// <summary>
    /// The places of any number of images in the grid, row by row and ascending. The rows differ by at most one image; longer rows come first.
    /// </summary>
    public static long[] Cells(int count, int classes)
    {
        int columns = (count + classes - 1) / classes;
        return [.. Enumerable.Range(0, count).Select(index => ((long)index % classes * columns) + (index / classes)).Order()];
    }

    /// <summary>Places images in a grid whose other places are black.</summary>
    public static torch.Tensor InCells(torch.Tensor images, long[] cells, int all) =>
        (-torch.ones([all, .. images.shape[1..]])).index_copy_(0, torch.tensor(cells), images);
}
