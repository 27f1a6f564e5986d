using System.Net.Http.Json;
using System.Text.Json;
using FaceService.Model;
using FluentAssertions;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.PixelFormats;
using Xunit;

namespace FaceService.Tests.Requests;

/// <summary>A model of images of 2x3 pixels, height x width: every row and column has its own color.</summary>
public sealed class RectangleTests : IDisposable
{
    private readonly RunningService service = new(new RectangularModel());

    public void Dispose() => service.Dispose();

    [Fact]
    public async Task The_properties_of_the_model_have_both_sides()
    {
        JsonElement health = await service.Client.GetFromJsonAsync<JsonElement>("health");

        health.GetProperty("status").GetString().Should().Be("ok");
        health.GetProperty("imageHeight").GetInt32().Should().Be(2);
        health.GetProperty("imageWidth").GetInt32().Should().Be(3);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task A_face_keeps_its_pixels(int size)
    {
        using var face = Image.Load<L8>(await service.BytesAsync($"faces/1.png?size={size}"));

        AssertTiles(face, rows: 1, columns: 1, size);
    }

    [Fact]
    public async Task A_grid_keeps_the_pixels_of_each_face()
    {
        using var grid = Image.Load<L8>(await service.BytesAsync("grid.png?seed=1&rows=3&cols=2"));

        AssertTiles(grid, rows: 3, columns: 2, size: 1);
    }

    [Fact]
    public async Task A_walk_keeps_the_pixels_of_each_frame()
    {
        using var walk = Image.Load<L8>(await service.BytesAsync("walk?from=1&to=2&frames=3"));

        walk.Frames.Count.Should().Be(4);
        for (int frame = 0; frame < walk.Frames.Count; frame++)
        {
            using Image<L8> picture = walk.Frames.CloneFrame(frame);
            AssertTiles(picture, rows: 1, columns: 1, size: 1);
        }
    }

    private static void AssertTiles(Image<L8> picture, int rows, int columns, int size)
    {
        (picture.Height, picture.Width).Should().Be((rows * RectangularModel.Height * size, columns * RectangularModel.Width * size));
        for (int y = 0; y < picture.Height; y++)
        {
            for (int x = 0; x < picture.Width; x++)
            {
                int pixel = (y / size % RectangularModel.Height * RectangularModel.Width) + (x / size % RectangularModel.Width);
                picture[x, y].PackedValue.Should().Be(RectangularModel.Color(pixel), $"of row {y} and column {x}");
            }
        }
    }

    private sealed class RectangularModel : IFaceModel
    {
        public const int Height = 2;
        public const int Width = 3;

        public ModelInfo Info { get; } = GatedModel.TinyInfo with { ImageHeight = Height, ImageWidth = Width, Digest = "rectangle" };

        public static byte Color(int pixel) => (byte)(pixel * 40);

        public byte[] Generate(ReadOnlyMemory<float> latents, ReadOnlyMemory<long> labels, CancellationToken cancel) =>
        [
            .. Enumerable.Repeat(Enumerable.Range(0, Height * Width).Select(Color), latents.Length / Info.LatentSize).SelectMany(face => face),
        ];
    }
}
