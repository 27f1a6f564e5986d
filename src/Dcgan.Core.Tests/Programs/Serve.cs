using Dcgan.Core;
using Microsoft.Extensions.Logging;
using TorchSharp;

namespace Programs;

internal static class Serve
{
    internal static void Run(string checkpoint, Action<Func<long, byte[]>> serve, ILogger logger)
    {
        // <program>
        using Generator generator = Generator.Open(checkpoint, logger);
        using FrozenGenerator frozen = generator.Freeze();

        serve(seed =>                                               // on any number of threads, without a lock
        {
            using torch.Tensor face = frozen.Sample(1, seed);       // [1, 3, H, W]
            using torch.Tensor image = face.squeeze(0);
            return ImagePixels.FromImage(image);                    // row by row: red, green, blue
        });

        // </program>
    }
}
