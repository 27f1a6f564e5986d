using FluentAssertions;
using SkiaSharp;
using TrainFaces.Data.DrawnFaces;
using Xunit;

namespace TrainFaces.Tests.Data;

public class LensTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_edge_takes_three_steps_in_both_directions_and_flat_areas_stay_as_they_are(bool isTurned)
    {
        using var bitmap = new SKBitmap(new SKImageInfo(6, 6, SKColorType.Rgba8888, SKAlphaType.Opaque));
        for (int x = 0; x < 6; x++)
        {
            for (int y = 0; y < 6; y++)
            {
                bitmap.SetPixel(x, y, (isTurned ? y : x) < 3 ? new SKColor(0, 40, 200) : new SKColor(255, 80, 200));
            }
        }

        Lens.Soften(bitmap);

        for (int line = 0; line < 6; line++)
        {
            Enumerable.Range(0, 6).Select(index => isTurned ? bitmap.GetPixel(line, index) : bitmap.GetPixel(index, line)).Should().Equal(
                new SKColor(0, 40, 200), new SKColor(0, 40, 200), new SKColor(64, 50, 200),
                new SKColor(191, 70, 200), new SKColor(255, 80, 200), new SKColor(255, 80, 200));
        }
    }

    [Fact]
    public void Drawn_faces_are_soft() =>
        Enumerable.Range(0, 20).Max(LargestStep).Should().BeInRange(60, 128, "half of the strongest edge");

    /// <summary>The largest difference between neighbors in a row or a column of a drawn face.</summary>
    private static int LargestStep(int index)
    {
        using SKBitmap face = FaceArtist.Draw(seed: 3, index, new(64, 64, 3));
        return Enumerable.Range(0, 64 * 63).Max(place => Math.Max(
            Math.Abs(face.GetPixel(place % 63, place / 63).Red - face.GetPixel((place % 63) + 1, place / 63).Red),
            Math.Abs(face.GetPixel(place / 63, place % 63).Red - face.GetPixel(place / 63, (place % 63) + 1).Red)));
    }
}
