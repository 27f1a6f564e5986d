namespace Dcgan.Core;

/// <summary>The numbers of one step of Adam.</summary>
internal readonly record struct AdamScalars
{
    internal required double Step { get; init; }

    internal required double LearningRate { get; init; }

    internal required double Beta1 { get; init; }

    internal required double Beta2 { get; init; }

    internal required double WeightDecay { get; init; }

    internal required double Epsilon { get; init; }

    internal required bool Maximize { get; init; }
}
