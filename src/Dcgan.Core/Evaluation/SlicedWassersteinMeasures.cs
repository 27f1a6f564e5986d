namespace Dcgan.Core.Evaluation;

/// <summary>
/// Result of <see cref="SlicedWassersteinDistance.Measure"/>: distances times 1,000, at least 0; lower means more alike. Two
/// instances are equal when all their numbers are.
/// </summary>
/// <param name="Levels">
/// Distance on each level of the pyramid: full image size first, then half of it, and so on. The list is copied.
/// </param>
/// <param name="Mean">Mean over the levels.</param>
public sealed record SlicedWassersteinMeasures(IReadOnlyList<double> Levels, double Mean)
{
    /// <summary>
    /// Distance on each level of the pyramid, finest details first. The list is copied and compared by its numbers.
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
