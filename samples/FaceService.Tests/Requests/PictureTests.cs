using FluentAssertions;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.PixelFormats;
using SixLabors.ImageSharp.Processing;
using Xunit;

namespace FaceService.Tests.Requests;

public sealed class PictureTests(RunningService service) : IClassFixture<RunningService>
{
    [Theory]
    [InlineData("faces/9223372036854775807.png?size=2")]
    [InlineData("faces/-9223372036854775808.png")]
    [InlineData("grid.png?seed=3&rows=2&cols=5")]
    [InlineData("walk?from=-1&to=1&frames=3")]
    [InlineData("mix.png?a=1&b=2&c=3&d=4&x=0.25&y=1e-1")]
    [InlineData("arithmetic.png?mean=1,2&minus=3,4&plus=5,6&size=3")]
    public async Task The_same_request_gives_the_same_bytes_in_every_service_instance(string path)
    {
        byte[] first = await service.BytesAsync(path);
        byte[] again = await service.BytesAsync(path);
        await using var other = new RunningService();

        again.Should().Equal(first);
        (await other.BytesAsync(path)).Should().Equal(first);
    }

    [Fact]
    public async Task Faces_of_different_seeds_differ()
    {
        byte[] first = await service.BytesAsync("faces/1.png");

        (await service.BytesAsync("faces/2.png")).Should().NotEqual(first);
    }

    [Fact]
    public async Task Size_enlarges_without_interpolation()
    {
        using Image<Rgb24> face = await LoadAsync("faces/5.png");
        using Image<Rgb24> large = await LoadAsync("faces/5.png?size=3");

        large.Width.Should().Be(face.Width * 3);
        for (int y = 0; y < large.Height; y++)
        {
            for (int x = 0; x < large.Width; x++)
            {
                large[x, y].Should().Be(face[x / 3, y / 3]);
            }
        }
    }

    /// <summary>
    /// Allows a difference of 1. The summation order for a batch of latents differs from the order for a single latent, so a
    /// byte may be rounded differently.
    /// </summary>
    [Fact]
    public async Task Face_k_of_a_grid_is_the_face_of_seed_plus_k()
    {
        const int RoundingTolerance = 1;
        using Image<Rgb24> grid = await LoadAsync("grid.png?seed=9223372036854775800&rows=4&cols=6");

        for (int index = 0; index < 24; index++)
        {
            using Image<Rgb24> alone = await LoadAsync($"faces/{unchecked(9223372036854775800 + index)}.png");
            int side = alone.Width;
            using Image<Rgb24> part = grid.Clone(
                picture => picture.Crop(new Rectangle(index % 6 * side, index / 6 * side, side, side)));
            LargestDifference(part, alone).Should().BeLessThanOrEqualTo(RoundingTolerance);
        }
    }

    [Theory]
    [InlineData(0, 0, 11)]
    [InlineData(1, 0, 12)]
    [InlineData(0, 1, 13)]
    [InlineData(1, 1, 14)]
    public async Task The_corners_of_a_mix_equal_the_corner_faces(int x, int y, int seed)
    {
        byte[] corner = await service.BytesAsync($"mix.png?a=11&b=12&c=13&d=14&x={x}&y={y}");

        corner.Should().Equal(await service.BytesAsync($"faces/{seed}.png"));
    }

    [Fact]
    public async Task The_mean_of_one_face_is_that_face_and_equal_terms_cancel()
    {
        byte[] face = await service.BytesAsync("faces/11.png");
        using Image<Rgb24> unchanged = await LoadAsync("arithmetic.png?mean=11&minus=3,4&plus=3,4");
        using var alone = Image.Load<Rgb24>(face);

        (await service.BytesAsync("arithmetic.png?mean=11")).Should().Equal(face);
        LargestDifference(unchanged, alone).Should().BeLessThanOrEqualTo(1);
    }

    [Fact]
    public async Task A_walk_loops_and_plays_forward_and_backward()
    {
        using Image<Rgb24> walk = await LoadAsync("walk?from=1&to=2&frames=5");

        walk.Frames.Count.Should().Be(8);
        walk.Metadata.GetGifMetadata().RepeatCount.Should().Be(0);
        Pixels(walk, 1).Should().Equal(Pixels(walk, 7));
        Pixels(walk, 3).Should().Equal(Pixels(walk, 5));
        Pixels(walk, 0).Should().NotEqual(Pixels(walk, 4));
    }

    [Fact]
    public async Task A_walk_of_two_frames_shows_both_faces()
    {
        using Image<Rgb24> walk = await LoadAsync("walk?from=1&to=2&frames=2");

        walk.Frames.Count.Should().Be(2);
    }

    private static Rgb24[] Pixels(Image<Rgb24> animation, int frame)
    {
        var pixels = new Rgb24[animation.Width * animation.Height];
        animation.Frames[frame].CopyPixelDataTo(pixels);
        return pixels;
    }

    private static int LargestDifference(Image<Rgb24> first, Image<Rgb24> second)
    {
        byte[] one = new byte[first.Width * first.Height * 3];
        byte[] other = new byte[one.Length];
        first.CopyPixelDataTo(one);
        second.CopyPixelDataTo(other);
        return one.Zip(other, (a, b) => Math.Abs(a - b)).Max();
    }

    private async Task<Image<Rgb24>> LoadAsync(string path) => Image.Load<Rgb24>(await service.BytesAsync(path));
}
