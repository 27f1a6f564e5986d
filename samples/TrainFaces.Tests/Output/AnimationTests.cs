using FluentAssertions;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats.Gif;
using SixLabors.ImageSharp.PixelFormats;
using TrainFaces.Output;
using Xunit;

namespace TrainFaces.Tests.Output;

public class AnimationTests
{
    [Theory]
    [InlineData(1, 100)]
    [InlineData(20, 5)]
    [InlineData(30, 3)]
    [InlineData(50, 2)]
    public void Every_frame_has_the_delay_and_the_animation_loops(int framesPerSecond, int hundredths)
    {
        using var gif = Read(Animation.ToGif([Uniform(0), Uniform(128), Uniform(255)], framesPerSecond));

        gif.Metadata.GetGifMetadata().RepeatCount.Should().Be(0, "0 means an infinite loop");
        gif.Frames.Cast<ImageFrame<Rgb24>>().Select(frame => frame.Metadata.GetGifMetadata().FrameDelay).Should().Equal(hundredths, hundredths, hundredths);
    }

    [Fact]
    public void Frames_keep_their_order_and_colors()
    {
        using var gif = Read(Animation.ToGif([Uniform(0), Uniform(128), Uniform(255)], 20));

        gif.Frames.Cast<ImageFrame<Rgb24>>().Select(frame => (int)frame[1, 2].G).Should().Equal(0, 128, 255);
    }

    [Fact]
    public void Each_frame_has_its_own_palette()
    {
        // 192 different colors per frame, 384 in total: more than the 256 of one palette.
        Picture[] frames = [Shades(0), Shades(64)];

        using var gif = Read(Animation.ToGif(frames, 20));

        for (int frame = 0; frame < 2; frame++)
        {
            for (int x = 0; x < 192; x++)
            {
                var (actual, expected) = (gif.Frames[frame][x, 0], frames[frame].Pixels.AsSpan(3 * x, 3).ToArray());
                new[] { actual.R, actual.G, actual.B }.Zip(expected).Should().OnlyContain(pair => Math.Abs(pair.First - pair.Second) <= 4);
            }
        }
    }

    private static Image<Rgb24> Read(byte[] gif) => Image.Load<Rgb24>(gif);

    private static Picture Uniform(byte level) => Picture.FromBytes(Enumerable.Repeat(level, 12).ToArray(), channels: 1, width: 3, height: 4);

    private static Picture Shades(byte blue) =>
        Picture.FromBytes(Enumerable.Range(0, 192).SelectMany(x => new[] { (byte)x, (byte)(255 - x), blue }).ToArray(), channels: 3, width: 192, height: 1);
}
