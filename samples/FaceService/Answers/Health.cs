namespace FaceService.Answers;

/// <summary>What /health says of a service whose model answers.</summary>
/// <param name="Status">"ok".</param>
/// <param name="ImageSize">Pixels of a face's side.</param>
/// <param name="Channels">1 for grey, 3 for red, green and blue.</param>
/// <param name="LatentSize">Components of a latent.</param>
/// <param name="LatentDistribution">What latents are drawn from.</param>
/// <param name="Statistics">What batch normalisation works by.</param>
/// <param name="LibraryVersion">Of the library that exported the model.</param>
/// <param name="ModelDigest">SHA-256 of the model file.</param>
internal sealed record Health(
    string Status,
    int ImageSize,
    int Channels,
    int LatentSize,
    string LatentDistribution,
    string Statistics,
    string LibraryVersion,
    string ModelDigest);
