namespace FaceService.Model;

/// <summary>Makes faces of latents. Any number of threads may use one.</summary>
internal interface IFaceModel
{
    ModelFacts Facts { get; }

    /// <summary>Makes faces in one run.</summary>
    /// <param name="latents">One behind the other, <see cref="ModelFacts.LatentSize"/> numbers each.</param>
    /// <param name="cancel">Ends the run early.</param>
    /// <returns>Images one behind the other, row by row, a pixel's channels side by side.</returns>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> came first.</exception>
    byte[] Draw(ReadOnlyMemory<float> latents, CancellationToken cancel);
}
