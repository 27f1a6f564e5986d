using Microsoft.Extensions.Logging;
using TorchSharp;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>Logs warnings at the first step of a run. Later steps skip the check because it reads every pixel.</summary>
internal static class FirstBatchWarnings
{
    /// <summary>
    /// Tolerance of the range check: far above a float32 rounding error near 1, far below the effect of missing scaling.
    /// </summary>
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
