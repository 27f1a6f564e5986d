using Dcgan.Core;

namespace FaceService.Model;

/// <summary>What a model file says of itself, and what its first images showed.</summary>
internal sealed record ModelFacts
{
    /// <summary>Components of a latent.</summary>
    public required int LatentSize { get; init; }

    /// <summary>What latents are drawn from.</summary>
    public required LatentDistribution Distribution { get; init; }

    /// <summary>What batch normalisation works by.</summary>
    public required ModelStatistics Statistics { get; init; }

    /// <summary>Of the library that exported it.</summary>
    public required string LibraryVersion { get; init; }

    /// <summary>Pixels of an image's side.</summary>
    public int ImageSize { get; init; }

    /// <summary>1 for grey, 3 for red, green and blue.</summary>
    public int Channels { get; init; }

    /// <summary>SHA-256 of the file, in hexadecimal.</summary>
    public string Digest { get; init; } = "";

    /// <summary>Bytes of an image.</summary>
    public int ImageBytes => ImageSize * ImageSize * Channels;
}
