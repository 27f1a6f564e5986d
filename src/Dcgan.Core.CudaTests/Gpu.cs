using TorchSharp;
using static TorchSharp.torch;

namespace Dcgan.Core.CudaTests;

/// <summary>The device that the tests compare with the CPU.</summary>
internal static class Gpu
{
    /// <summary>Set it to cpu to try the tests on a machine without a GPU: they then compare the CPU with itself.</summary>
    private const string Variable = "DCGAN_TEST_DEVICE";

    private static readonly Lazy<Device> Found = new(Find);

    internal static Device Device => Found.Value;

    /// <summary>A device that is not <see cref="Device"/>.</summary>
    internal static Device Elsewhere => Device.type == DeviceType.CPU ? META : CPU;

    private static Device Find()
    {
        string name = Environment.GetEnvironmentVariable(Variable) ?? "cuda";
        if (name == "cpu")
        {
            NativeBackend.EnsureLoaded();
            return CPU;
        }

        if (!IsAvailable())
        {
            throw new InvalidOperationException(
                "No CUDA device is available: these tests compare CUDA with the CPU. Run eng/cuda-test.sh on a machine with an NVIDIA GPU.");
        }

        // By default cuDNN rounds the inputs of float32 convolutions to TF32, which has 11 bits. PrecisionTests use that default.
        backends.cudnn.allow_tf32 = false;
        return new Device(name);
    }

    private static bool IsAvailable()
    {
        try
        {
            return cuda.is_available();
        }
        catch (Exception error) when (error is NotSupportedException or DllNotFoundException or TypeInitializationException)
        {
            return false;
        }
    }
}
