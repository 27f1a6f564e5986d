using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats.Gif;
using SixLabors.ImageSharp.PixelFormats;
using SixLabors.ImageSharp.Processing.Processors.Quantization;

namespace TrainFaces.Output;

/// <summary>Pictures one after the other, for ever, as an animated GIF.</summary>
internal static class Animation
{
    /// <summary>GIF counts time in hundredths of a second, and players slow down what asks for less than two.</summary>
    public const int MostPerSecond = 50;

    private const int HundredthsPerSecond = 100;

    /// <param name="frames">At least one, all of one size.</param>
    /// <param name="perSecond">1 to <see cref="MostPerSecond"/>; what GIF can say comes nearest to it.</param>
    public static byte[] ToGif(IReadOnlyList<Picture> frames, int perSecond)
    {
        int delay = (int)Math.Round((double)HundredthsPerSecond / perSecond);
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
            // A palette for each frame: 256 colours are enough for one face, though not for all of them. Dithered they are farther
            // off (6.0 of 255 instead of 4.1, root mean square, over drawn faces), in twice the bytes, and the dots dance.
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
