using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats.Gif;
using SixLabors.ImageSharp.PixelFormats;
using SixLabors.ImageSharp.Processing.Processors.Quantization;

namespace TrainFaces.Output;

/// <summary>Encodes looping animated GIF files.</summary>
internal static class Animation
{
    /// <summary>
    /// Maximum frame rate. GIF delays are in hundredths of a second, and players lengthen delays of less than two
    /// hundredths.
    /// </summary>
    public const int MaxFramesPerSecond = 50;

    private const int HundredthsPerSecond = 100;

    /// <summary>Encodes an animation.</summary>
    /// <param name="frames">At least one frame. All frames must have the same size.</param>
    /// <param name="framesPerSecond">In [1, <see cref="MaxFramesPerSecond"/>]. The delay is rounded to whole hundredths of a second.</param>
    public static byte[] ToGif(IReadOnlyList<Picture> frames, int framesPerSecond)
    {
        int delay = (int)Math.Round((double)HundredthsPerSecond / framesPerSecond);
        using var animation = Frame(frames[0], delay);
        foreach (var picture in frames.Skip(1))
        {
            using var next = Frame(picture, delay);
            animation.Frames.AddFrame(next.Frames.RootFrame);
        }

        animation.Metadata.GetGifMetadata().RepeatCount = 0;
        using var file = new MemoryStream();
        animation.SaveAsGif(file, new GifEncoder
        {
            // Uses one palette per frame: 256 colors are enough for one face but not for all frames. Does not use dithering, which
            // raises the RMS error on drawn faces from 4.1 to 6.0 (of 255), doubles the file size, and flickers.
            ColorTableMode = GifColorTableMode.Local,
            Quantizer = new WuQuantizer(new QuantizerOptions { Dither = null }),
        });
        return file.ToArray();
    }

    private static Image<Rgb24> Frame(Picture picture, int delay)
    {
        var frame = Image.LoadPixelData<Rgb24>(picture.Pixels, picture.Width, picture.Height);
        frame.Frames.RootFrame.Metadata.GetGifMetadata().FrameDelay = delay;
        return frame;
    }
}
