using FaceService.Model;

namespace FaceService.Pictures;

/// <summary>Pixels before they are packed into a file: row by row, a pixel's channels side by side.</summary>
/// <param name="Pixels">All of them.</param>
/// <param name="Width">Pixels of a row.</param>
/// <param name="Height">Rows.</param>
/// <param name="Channels">1 for grey, 3 for red, green and blue.</param>
internal sealed record Canvas(byte[] Pixels, int Width, int Height, int Channels)
{
    /// <summary>Faces side by side.</summary>
    public static Canvas Tiled(IReadOnlyList<byte[]> faces, int columns, ModelFacts facts)
    {
        int side = facts.ImageSize;
        int line = side * facts.Channels;
        var canvas = new Canvas(new byte[faces.Count * facts.ImageBytes], side * columns, side * (faces.Count / columns), facts.Channels);
        for (int place = 0; place < faces.Count; place++)
        {
            (int row, int column) = Math.DivRem(place, columns);
            for (int y = 0; y < side; y++)
            {
                int target = (((((row * side) + y) * columns) + column) * line);
                faces[place].AsSpan(y * line, line).CopyTo(canvas.Pixels.AsSpan(target));
            }
        }

        return canvas;
    }

    /// <summary>A face with each pixel as a square: nothing is invented between them.</summary>
    public static Canvas Enlarged(byte[] face, ModelFacts facts, int times)
    {
        int side = facts.ImageSize * times;
        var canvas = new Canvas(new byte[side * side * facts.Channels], side, side, facts.Channels);
        for (int y = 0; y < side; y++)
        {
            for (int x = 0; x < side; x++)
            {
                int source = ((y / times * facts.ImageSize) + (x / times)) * facts.Channels;
                face.AsSpan(source, facts.Channels).CopyTo(canvas.Pixels.AsSpan(((y * side) + x) * facts.Channels));
            }
        }

        return canvas;
    }
}
