using Dcgan.Core;

namespace FaceStudio;

/// <summary>What the training has reached.</summary>
internal sealed record TrainingStatus
{
    /// <summary>Images in a picture, at most.</summary>
    public const int MaxCount = 256;

    /// <summary>Pixels in a picture, at most. Drawing it takes 12 times as many bytes.</summary>
    public const int MaxPixels = 1 << 24;

    public TrainingState State { get; init; }

    /// <summary>Why the training failed, in one sentence; null unless <see cref="State"/> is Failed.</summary>
    public string? Error { get; init; }

    /// <summary>Image files in the training data; 0 before they are listed.</summary>
    public int Images { get; init; }

    /// <summary>Image files found so far that cannot be read.</summary>
    public int Unreadable { get; init; }

    /// <summary>Finished passes over the images.</summary>
    public long Epoch { get; init; }

    /// <summary>Finished steps.</summary>
    public long Step { get; init; }

    /// <summary>Real images in all steps.</summary>
    public long ImagesSeen { get; init; }

    /// <summary>Real images per second over the last steps, including snapshots and checkpoints; 0 unless it trains.</summary>
    public double ImagesPerSecond { get; init; }

    /// <summary>Step of the latest checkpoint; null if there is none.</summary>
    public long? SavedStep { get; init; }

    /// <summary>Step of the snapshot that requests are answered with; null if there is none.</summary>
    public long? SnapshotStep { get; init; }

    /// <summary>
    /// Images that a picture of the snapshot may have: <see cref="MaxCount"/>, or fewer if these had more than <see cref="MaxPixels"/>
    /// pixels; null if there is no snapshot.
    /// </summary>
    public int? MaxFaces { get; init; }

    /// <summary>The numbers of the latest step of the run; null if it has no step or its curves could not be read.</summary>
    public TrainingPoint? Latest { get; init; }

    /// <summary>The value of <see cref="MaxFaces"/> for images of a size.</summary>
    public static int MaxFacesOf(SpatialSize size) => (int)Math.Clamp(MaxPixels / ((long)size.Height * size.Width), 1, MaxCount);
}
