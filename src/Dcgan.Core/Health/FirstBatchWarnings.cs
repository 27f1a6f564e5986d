using Microsoft.Extensions.Logging;
using TorchSharp;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>Warnings at the first step of a run. Later steps skip the check because it reads every pixel.</summary>
internal static class FirstBatchWarnings
{
    /// <summary>Far above what float32's rounding adds to 1, far below what missing scaling does.</summary>
    private const double Rounding = 1e-3;

    internal static void Log(ILogger logger, Tensor images, Generator generator, Discriminator discriminator)
    {
        if (!logger.IsEnabled(LogLevel.Warning))
        {
            return;
        }

        bool isBFloat16 = generator.Options.Precision == ComputePrecision.BFloat16
            || discriminator.Options.Precision == ComputePrecision.BFloat16;
        if (isBFloat16 && generator.FirstWeight.device_type == DeviceType.CPU && !BFloat16Hardware.IsFastOnCpu)
        {
            Dcgan.Core.Log.SlowBFloat16(logger);
        }

        using IDisposable noGradients = no_grad();
        double minimum = images.min().ToDouble();
        double maximum = images.max().ToDouble();
        if (minimum < -1 - Rounding || maximum > 1 + Rounding)
        {
            Dcgan.Core.Log.ImagesOutOfRange(logger, minimum, maximum);
        }
    }
}
