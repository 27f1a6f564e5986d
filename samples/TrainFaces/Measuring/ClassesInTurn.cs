using TorchSharp;

namespace TrainFaces.Measuring;

/// <summary>Class labels for images of a conditional generator, so that every class has the same share.</summary>
internal static class ClassesInTurn
{
    /// <summary>The labels 0, 1, ..., 0, 1, ...; null for a generator without classes.</summary>
    /// <param name="count">Number of images.</param>
    /// <param name="classes">Number of classes; 0 for none.</param>
    public static torch.Tensor? Labels(long count, int classes) =>
        classes == 0 ? null : torch.tensor([.. Enumerable.Range(0, (int)count).Select(image => (long)(image % classes))]);
}
