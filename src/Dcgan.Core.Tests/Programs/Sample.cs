using System.Text;
using Dcgan.Core;
using TorchSharp;

namespace Programs;

internal static class Sample
{
    internal static void Run(string checkpoint, torch.Device device, string picture)
    {
        // <program>
        using Generator generator = Generator.Open(checkpoint);
        generator.to(device);
        generator.Calibrate();

        using torch.Tensor faces = generator.Sample(64, seed: 7);                 // [64, 3, H, W] in [-1, 1]
        using torch.Tensor grid = ImageGrid.Arrange(faces, rows: 8, columns: 8);  // [3, 8·H, 8·W]
        byte[] pixels = ImagePixels.FromImage(grid);                              // row by row: red, green, blue

        using FileStream file = File.Create(picture);                             // PPM: a line of text, then the pixels
        file.Write(Encoding.ASCII.GetBytes($"P6 {grid.shape[2]} {grid.shape[1]} 255\n"));
        file.Write(pixels);

        // </program>
    }
}
