using Microsoft.Extensions.Logging;
using TorchSharp;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>
/// Logs warnings at a trainer's first step. Later steps skip the check because it reads every pixel and waits for the device.
/// </summary>
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

        // Comparisons with NaN are false: a batch with NaN has no range, and the step refuses it.
        (double minimum, double maximum) = Range(images);
        if (minimum < -1 - Rounding || maximum > 1 + Rounding)
        {
            Dcgan.Core.Log.ImagesOutOfRange(logger, minimum, maximum);
        }
        else if (minimum >= 0)
        {
            Dcgan.Core.Log.NoNegativeValue(logger, minimum, maximum);
        }
    }

    /// <summary>The range of the values. The scope ends here: a host's logger must not run inside it.</summary>
    private static (double Minimum, double Maximum) Range(Tensor images)
    {
        using IDisposable noGradients = no_grad();
        using DisposeScope scope = NewDisposeScope();
        return (images.min().cpu().to(float64).item<double>(), images.max().cpu().to(float64).item<double>());
    }
}
