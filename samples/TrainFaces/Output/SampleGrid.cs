using Dcgan.Core;
using TorchSharp;

namespace TrainFaces.Output;

/// <summary>
/// Generates sample images from the same latents throughout the training: 8x8 images, or a row for each of the first 64 classes. The images of a column have
/// the same latent.
/// </summary>
internal sealed class SampleGrid : IDisposable
{
    /// <summary>The number of classes that have a row: a taller picture is hard to look at.</summary>
    public const int MaxClasses = 64;

    private const int Columns = 8;
    private const int RowsWithoutClasses = 8;

    private readonly DcganTrainer trainer;
    private readonly int rows;
    private readonly torch.Tensor latents;
    private readonly torch.Tensor? labels;

    public SampleGrid(DcganTrainer trainer, long seed)
    {
        this.trainer = trainer;
        int classes = trainer.Generator.Options.Classes;
        rows = classes == 0 ? RowsWithoutClasses : Math.Min(MaxClasses, classes);
        using var scope = torch.NewDisposeScope();
        latents = classes == 0
            ? trainer.Generator.DrawLatents(rows * Columns, seed).MoveToOuterDisposeScope()
            : trainer.Generator.DrawLatents(Columns, seed).repeat(rows, 1).MoveToOuterDisposeScope();
        labels = classes == 0 ? null : ClassRows.Labels(ClassRows.Cells(rows * Columns, rows, Columns), Columns).MoveToOuterDisposeScope();
    }

    /// <summary>Draws the grid as a PNG file.</summary>
    public byte[] Draw()
    {
        using var scope = torch.NewDisposeScope();
        return PictureGrid.ToPng(trainer.Sample(latents, labels), rows, Columns);
    }

    public void Dispose()
    {
        latents.Dispose();
        labels?.Dispose();
    }
}
