using TorchSharp;

namespace TrainFaces.Measuring;

/// <summary>Images to compare with the real images.</summary>
/// <param name="Name">What the images are, for the progress bar.</param>
/// <param name="Read">
/// Passes at most so many images to an action, in batches [N, C, H, W] in [-1, 1]. Reports the fraction that is done.
/// </param>
internal sealed record ImageSet(string Name, Action<int, Action<torch.Tensor>, IProgress<double>, CancellationToken> Read);
