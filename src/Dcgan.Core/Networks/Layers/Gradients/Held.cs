using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>A tensor that a node uses but does not differentiate.</summary>
internal sealed record Held(Tensor Tensor);
