namespace FaceService.Endpoints;

/// <summary>The JSON body of /health when the model works.</summary>
/// <param name="Status">"ok".</param>
/// <param name="ImageHeight">Height of a face in pixels.</param>
/// <param name="ImageWidth">Width of a face in pixels.</param>
/// <param name="Channels">1 for grayscale, 3 for RGB.</param>
/// <param name="LatentSize">Number of values in a latent.</param>
/// <param name="LatentDistribution">Distribution of the latent values.</param>
/// <param name="Statistics">Statistics that batch normalization uses.</param>
/// <param name="Classes">
/// The classes of the model, in the order of their numbers: names, or the numbers if the classes have no names. Empty for a model
/// without classes.
/// </param>
/// <param name="LibraryVersion">Version of Dcgan.Core that exported the model.</param>
/// <param name="ModelDigest">SHA-256 of the model file, in hexadecimal.</param>
internal sealed record HealthResponse(
    string Status,
    int ImageHeight,
    int ImageWidth,
    int Channels,
    int LatentSize,
    string LatentDistribution,
    string Statistics,
    IReadOnlyList<string> Classes,
    string LibraryVersion,
    string ModelDigest);
