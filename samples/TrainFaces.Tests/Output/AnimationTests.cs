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
    public void Every_frame_stands_for_its_time_and_the_last_leads_to_the_first(int perSecond, int hundredths)
    {
        using var gif = Read(Animation.ToGif([Even(0), Even(128), Even(255)], perSecond));

        gif.Metadata.GetGifMetadata().RepeatCount.Should().Be(0, "that is for ever");
        gif.Frames.Cast<ImageFrame<Rgb24>>().Select(frame => frame.Metadata.GetGifMetadata().FrameDelay).Should().Equal(hundredths, hundredths, hundredths);
    }

    [Fact]
    public void Frames_come_in_their_order_with_their_colours()
    {
        using var gif = Read(Animation.ToGif([Even(0), Even(128), Even(255)], 20));

        gif.Frames.Cast<ImageFrame<Rgb24>>().Select(frame => (int)frame[1, 2].G).Should().Equal(0, 128, 255);
    }

    [Fact]
    public void Each_frame_has_colours_of_its_own()
    {
        // 192 colours in each frame and none in both: together they are more than a palette holds.
        Picture[] frames = [Shades(0), Shades(64)];

        using var gif = Read(Animation.ToGif(frames, 20));

        for (int frame = 0; frame < 2; frame++)
        {
            for (int x = 0; x < 192; x++)
            {
                var (shown, meant) = (gif.Frames[frame][x, 0], frames[frame].Pixels.AsSpan(3 * x, 3).ToArray());
                new[] { shown.R, shown.G, shown.B }.Zip(meant).Should().OnlyContain(pair => Math.Abs(pair.First - pair.Second) <= 4);
            }
        }
    }

    private static Image<Rgb24> Read(byte[] gif) => Image.Load<Rgb24>(gif);

    private static Picture Even(byte level) => Picture.Of(Enumerable.Repeat(level, 12).ToArray(), channels: 1, width: 3, height: 4);

    private static Picture Shades(byte blue) =>
        Picture.Of(Enumerable.Range(0, 192).SelectMany(x => new[] { (byte)x, (byte)(255 - x), blue }).ToArray(), channels: 3, width: 192, height: 1);
}
