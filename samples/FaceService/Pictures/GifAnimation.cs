using System.Runtime.InteropServices;
using FaceService.Model;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats.Gif;
using SixLabors.ImageSharp.PixelFormats;
using SixLabors.ImageSharp.Processing.Processors.Quantization;

namespace FaceService.Pictures;

/// <summary>Animated GIF files, repeated for ever.</summary>
internal static class GifAnimation
{
    /// <summary>Hundredths of a second that a picture stays: some 12 a second.</summary>
    private const int Delay = 8;

    /// <summary>
    /// 256 colours of each picture's own, and the nearest of them: a face of 64x64 has hardly more, and dithering would flicker.
    /// </summary>
    private static readonly OctreeQuantizer Quantizer = new(new QuantizerOptions { Dither = null });

    public static byte[] Write(IReadOnlyList<byte[]> pictures, ModelFacts facts, CancellationToken cancel) => facts.Channels == 1
        ? Write<L8>(pictures, facts.ImageSize, cancel)
        : Write<Rgb24>(pictures, facts.ImageSize, cancel);

    private static byte[] Write<TPixel>(IReadOnlyList<byte[]> pictures, int side, CancellationToken cancel)
        where TPixel : unmanaged, IPixel<TPixel>
    {
        using Image<TPixel> animation = Image.LoadPixelData<TPixel>(OneThread.Configuration, pictures[0], side, side);
        foreach (byte[] picture in pictures.Skip(1))
        {
            animation.Frames.AddFrame(MemoryMarshal.Cast<byte, TPixel>(picture));
        }

        animation.Metadata.GetGifMetadata().RepeatCount = 0;
        foreach (ImageFrame<TPixel> frame in animation.Frames)
        {
            frame.Metadata.GetGifMetadata().FrameDelay = Delay;
        }

        using var file = new CancellableBuffer(cancel);
        animation.SaveAsGif(file, new GifEncoder { ColorTableMode = GifColorTableMode.Local, Quantizer = Quantizer });
        return file.ToArray();
    }
}
