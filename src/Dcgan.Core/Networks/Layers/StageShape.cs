namespace Dcgan.Core;

/// <summary>Sizes that determine the parameters of one stage of a network.</summary>
/// <param name="InChannels">Number of input channels.</param>
/// <param name="OutChannels">Number of output channels.</param>
/// <param name="KernelSize">Side of the kernel, 4 or 5; 3 for a kernel that follows interpolation.</param>
/// <param name="Normalizes">Whether batch normalization follows the convolution; otherwise the convolution has a bias.</param>
internal readonly record struct StageShape(int InChannels, int OutChannels, int KernelSize, bool Normalizes);
