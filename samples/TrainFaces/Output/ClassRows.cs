using TorchSharp;

namespace TrainFaces.Output;

/// <summary>Labels for a grid with a row for each class.</summary>
internal static class ClassRows
{
    /// <summary>The labels 0, 0, ..., 1, 1, ..., in rows; after the last class, the rows start again.</summary>
    /// <param name="count">Number of images.</param>
    /// <param name="classes">Number of classes. At least 1.</param>
    /// <param name="columns">Number of images per row.</param>
    /// <returns>[count], int64.</returns>
    public static torch.Tensor Labels(int count, int classes, int columns) =>
        torch.tensor([.. Enumerable.Range(0, count).Select(index => (long)(index / columns % classes))]);
}
