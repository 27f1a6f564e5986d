using System.Collections.Immutable;
using Dcgan.Core;

namespace FaceService.Model;

/// <summary>Properties of a model: its metadata, and the image shape measured by a test run.</summary>
internal sealed record ModelInfo
{
    /// <summary>Number of values in a latent.</summary>
    public required int LatentSize { get; init; }

    /// <summary>Distribution of the latent values.</summary>
    public required LatentDistribution Distribution { get; init; }

    /// <summary>Statistics that batch normalization uses.</summary>
    public required ModelStatistics Statistics { get; init; }

    /// <summary>Version of Dcgan.Core that exported the model.</summary>
    public required string LibraryVersion { get; init; }

    /// <summary>Number of classes; 0 for a model without classes.</summary>
    public int Classes { get; init; }

    /// <summary>The name of each class, in the order of the labels; empty if the classes have no names.</summary>
    public ImmutableArray<string> ClassNames { get; init; } = [];

    /// <summary>Height of an image in pixels.</summary>
    public int ImageHeight { get; init; }

    /// <summary>Width of an image in pixels.</summary>
    public int ImageWidth { get; init; }

    /// <summary>1 for grayscale, 3 for RGB.</summary>
    public int Channels { get; init; }

    /// <summary>SHA-256 of the model file, in hexadecimal.</summary>
    public string Digest { get; init; } = "";

    /// <summary>Number of pixels of an image.</summary>
    public int ImageArea => ImageHeight * ImageWidth;

    /// <summary>Size of an image in bytes.</summary>
    public int ImageBytes => ImageArea * Channels;
}
