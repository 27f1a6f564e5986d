namespace Dcgan.Core.Evaluation;

/// <summary>
/// Result of <see cref="SlicedWassersteinDistance.Measure"/>: distances times 1,000, at least 0. A lower value means that the
/// sets are more similar. Two instances are equal if all their numbers are equal.
/// </summary>
/// <param name="Levels">
/// Distance on each level of the pyramid: full image size first, then half the size, and so on. The list is copied.
/// </param>
/// <param name="Mean">Mean over the levels.</param>
public sealed record SlicedWassersteinMeasures(IReadOnlyList<double> Levels, double Mean)
{
    /// <summary>
    /// Distance on each level of the pyramid, finest details first. The list is copied. Equality compares its numbers.
    /// </summary>
    public IReadOnlyList<double> Levels
    {
        get;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            field = new LevelDistances(value);
        }
    } = new LevelDistances(Levels ?? throw new ArgumentNullException(nameof(Levels)));
}
