using FaceService.Model;

namespace FaceService.Pictures;

/// <summary>An uncompressed picture.</summary>
/// <param name="Pixels">[Height, Width, Channels] in row-major order.</param>
/// <param name="Width">In pixels.</param>
/// <param name="Height">In pixels.</param>
/// <param name="Channels">1 for grayscale, 3 for RGB.</param>
internal sealed record Canvas(byte[] Pixels, int Width, int Height, int Channels)
{
    /// <summary>Arranges faces in a grid, row by row.</summary>
    /// <param name="faces">Batches of faces, [N, H, W, C]. Each is copied before the next is generated.</param>
    /// <param name="rows">Rows of faces.</param>
    /// <param name="columns">Columns of faces.</param>
    /// <param name="info">The faces' size.</param>
    public static Canvas Tile(IEnumerable<byte[]> faces, int rows, int columns, ModelInfo info)
    {
        int rowBytes = info.ImageWidth * info.Channels;
        var canvas = new Canvas(new byte[rows * columns * info.ImageBytes], info.ImageWidth * columns, info.ImageHeight * rows, info.Channels);
        int index = 0;
        foreach (byte[] batch in faces)
        {
            for (int start = 0; start < batch.Length; start += info.ImageBytes, index++)
            {
                (int row, int column) = Math.DivRem(index, columns);
                for (int y = 0; y < info.ImageHeight; y++)
                {
                    int target = (((((row * info.ImageHeight) + y) * columns) + column) * rowBytes);
                    batch.AsSpan(start + (y * rowBytes), rowBytes).CopyTo(canvas.Pixels.AsSpan(target));
                }
            }
        }

        return canvas;
    }

    /// <summary>Enlarges a face by an integer factor, with nearest-neighbor sampling.</summary>
    public static Canvas Enlarge(byte[] face, ModelInfo info, int factor)
    {
        (int height, int width) = (info.ImageHeight * factor, info.ImageWidth * factor);
        var canvas = new Canvas(new byte[height * width * info.Channels], width, height, info.Channels);
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                int source = ((y / factor * info.ImageWidth) + (x / factor)) * info.Channels;
                face.AsSpan(source, info.Channels).CopyTo(canvas.Pixels.AsSpan(((y * width) + x) * info.Channels));
            }
        }

        return canvas;
    }
}
