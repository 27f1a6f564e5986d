using static TorchSharp.torch.nn;

namespace Dcgan.Core;

internal static class ModuleExtensions
{
    /// <summary>Number of values in all parameters of a module.</summary>
    internal static long ParameterCount(this Module module) => module.parameters().Sum(parameter => parameter.numel());
}
