namespace Dcgan.Core;

/// <summary>Numbers that determine the parameters of one stage of a network.</summary>
/// <param name="InChannels">Channels of the stage's input.</param>
/// <param name="OutChannels">Channels of the stage's output.</param>
/// <param name="Normalizes">Whether batch normalization follows the convolution; otherwise the convolution has a bias.</param>
internal readonly record struct StageShape(int InChannels, int OutChannels, bool Normalizes);
