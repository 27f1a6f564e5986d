namespace FaceService.Model;

/// <summary>Generates faces from latents and, for a model with classes, labels. Implementations are thread-safe.</summary>
internal interface IFaceModel
{
    /// <summary>The model's sizes, latent distribution, and origin.</summary>
    ModelInfo Info { get; }

    /// <summary>Generates faces in one model run.</summary>
    /// <param name="latents">Concatenated latents, [N, LatentSize] in row-major order.</param>
    /// <param name="labels">The class of each face, [N], in [0, Classes - 1]. A model without classes ignores the labels.</param>
    /// <param name="cancel">Stops the run.</param>
    /// <returns>The pixels, [N, H, W, C] in row-major order.</returns>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> was canceled before the run ended.</exception>
    byte[] Generate(ReadOnlyMemory<float> latents, ReadOnlyMemory<long> labels, CancellationToken cancel);
}
