namespace Dcgan.Core;

/// <summary>
/// Stops a run that has collapsed: whose generator makes the same image of everything, or whose discriminator tells the two kinds
/// apart so surely that nothing is left to learn from. Single steps swing, so it waits for many in a row.
/// </summary>
public sealed class CollapseMonitor : IDcganMonitor
{
    private readonly int patience;
    private readonly double leastDiversity;
    private readonly double leastLoss;
    private int uniform;
    private int won;

    /// <summary>Says what a collapse is.</summary>
    /// <param name="patience">
    /// After how many steps in a row it is one; of diversity, how many looks at it in a row. At least 1. Default 200.
    /// </param>
    /// <param name="leastDiversity">
    /// Below which <see cref="DcganStep.Diversity"/> the samples are all the same. At least 0. Default 0.1: the samples differ by
    /// less than a third of what real images do, as distances go.
    /// </param>
    /// <param name="leastLoss">
    /// Below which <see cref="DcganStep.DiscriminatorLoss"/> the discriminator has won. Default 1e-4, as the default objective
    /// has it; for Wasserstein losses, which have no bottom, negative infinity.
    /// </param>
    /// <exception cref="ArgumentException">A number is out of its range.</exception>
    public CollapseMonitor(int patience = 200, double leastDiversity = 0.1, double leastLoss = 1e-4)
    {
        Expect.AtLeast(1, patience, nameof(patience));
        Expect.Within(0, double.PositiveInfinity, leastDiversity, nameof(leastDiversity));
        if (double.IsNaN(leastLoss))
        {
            throw new ArgumentOutOfRangeException(nameof(leastLoss), "leastLoss: must be a number but was NaN.");
        }

        (this.patience, this.leastDiversity, this.leastLoss) = (patience, leastDiversity, leastLoss);
    }

    /// <inheritdoc/>
    public MonitorVerdict Observe(DcganStep made)
    {
        ArgumentNullException.ThrowIfNull(made);
        if (made.Outcome != StepOutcome.Updated)
        {
            return MonitorVerdict.None;
        }

        if (made.Diversity is double diversity)
        {
            uniform = diversity < leastDiversity ? uniform + 1 : 0;
        }

        won = made.DiscriminatorLoss < leastLoss ? won + 1 : 0;
        return uniform >= patience || won >= patience ? MonitorVerdict.Stop : MonitorVerdict.None;
    }
}
