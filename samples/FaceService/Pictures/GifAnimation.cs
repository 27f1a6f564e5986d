using System.Runtime.InteropServices;
using FaceService.Model;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats.Gif;
using SixLabors.ImageSharp.PixelFormats;
using SixLabors.ImageSharp.Processing.Processors.Quantization;

namespace FaceService.Pictures;

/// <summary>Encodes looping GIF animations.</summary>
internal static class GifAnimation
{
    /// <summary>Time per frame in hundredths of a second: about 12 frames per second.</summary>
    private const int FrameDelay = 8;

    private const int FrameOverhead = 1000;

    /// <summary>
    /// Up to 256 colors per frame, without dithering. A 64x64 face has hardly more colors, and dithering would flicker.
    /// </summary>
    private static readonly OctreeQuantizer Quantizer = new(new QuantizerOptions { Dither = null });

    /// <summary>
    /// Upper bound of a frame's size in the file, in bytes (up to 1.5 bytes per pixel, a color table of 768 bytes, and headers), and
    /// of its uncompressed pixels. The encoder's buffer, up to twice the file, exists only while the picture is generated.
    /// </summary>
    public static long MaxFrameBytes(ModelInfo info) => FrameOverhead + Math.Max(info.ImageBytes, 2L * info.ImageArea);

    public static ReadOnlyMemory<byte> Write(IReadOnlyList<byte[]> frames, ModelInfo info, CancellationToken cancel) => info.Channels == 1
        ? Write<L8>(frames, info, cancel)
        : Write<Rgb24>(frames, info, cancel);

    private static ReadOnlyMemory<byte> Write<TPixel>(IReadOnlyList<byte[]> frames, ModelInfo info, CancellationToken cancel)
        where TPixel : unmanaged, IPixel<TPixel>
    {
        using Image<TPixel> animation = Image.LoadPixelData<TPixel>(SingleThread.Configuration, frames[0], info.ImageWidth, info.ImageHeight);
        foreach (byte[] frame in frames.Skip(1))
        {
            animation.Frames.AddFrame(MemoryMarshal.Cast<byte, TPixel>(frame));
        }

        animation.Metadata.GetGifMetadata().RepeatCount = 0;
        foreach (ImageFrame<TPixel> frame in animation.Frames)
        {
            frame.Metadata.GetGifMetadata().FrameDelay = FrameDelay;
        }

        using var file = new CancellableBuffer(cancel);
        animation.SaveAsGif(file, new GifEncoder { ColorTableMode = GifColorTableMode.Local, Quantizer = Quantizer });
        return file.Content;
    }
}
