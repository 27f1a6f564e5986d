using Dcgan.Core;
using TorchSharp;

namespace TrainFaces.Output;

/// <summary>Generates sample images from the same latents throughout the training.</summary>
internal sealed class SampleGrid : IDisposable
{
    private const int Rows = 8;
    private const int Columns = 8;

    private readonly DcganTrainer trainer;
    private readonly torch.Tensor latents;

    public SampleGrid(DcganTrainer trainer, long seed)
    {
        this.trainer = trainer;
        latents = trainer.Generator.DrawLatents(Rows * Columns, seed);
    }

    /// <summary>Draws a grid of 8x8 images as a PNG file.</summary>
    public byte[] Draw()
    {
        using var scope = torch.NewDisposeScope();
        return PictureGrid.ToPng(trainer.Sample(latents), Rows, Columns);
    }

    public void Dispose() => latents.Dispose();
}
