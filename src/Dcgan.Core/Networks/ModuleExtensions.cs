using static TorchSharp.torch.nn;

namespace Dcgan.Core;

internal static class ModuleExtensions
{
    internal static long ParameterCount(this Module module) => module.parameters().Sum(parameter => parameter.numel());
}
