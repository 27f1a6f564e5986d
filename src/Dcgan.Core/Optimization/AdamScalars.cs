namespace Dcgan.Core;

/// <summary>The scalars of one Adam step.</summary>
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
