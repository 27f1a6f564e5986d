using Dcgan.Core;
using SkiaSharp;
using TorchSharp;

namespace TrainFaces.Output;

/// <summary>The same latents seen through the generator as it learns.</summary>
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

    /// <summary>A PNG of 8 rows of 8 images.</summary>
    public byte[] Draw()
    {
        using var scope = torch.NewDisposeScope();
        var grid = ImageGrid.Arrange(trainer.Sample(latents), Rows, Columns);
        var (channels, height, width) = ((int)grid.shape[0], (int)grid.shape[1], (int)grid.shape[2]);
        return EncodePng(ImagePixels.FromImage(grid), channels, height, width);
    }

    public void Dispose() => latents.Dispose();

    private static byte[] EncodePng(byte[] pixels, int channels, int height, int width)
    {
        using var bitmap = new SKBitmap(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        var rgba = bitmap.GetPixelSpan();
        for (int pixel = 0; pixel < height * width; pixel++)
        {
            for (int color = 0; color < 3; color++)
            {
                rgba[(4 * pixel) + color] = pixels[(channels * pixel) + (channels == 1 ? 0 : color)];
            }

            rgba[(4 * pixel) + 3] = byte.MaxValue;
        }

        using var png = bitmap.Encode(SKEncodedImageFormat.Png, quality: 100);
        return png.ToArray();
    }
}
