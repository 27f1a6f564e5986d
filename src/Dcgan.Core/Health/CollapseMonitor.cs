namespace Dcgan.Core;

/// <summary>
/// Stops a run that has collapsed: the generator generates the same image from every latent, or the discriminator separates real
/// from generated images so well that the generator cannot learn. Single steps fluctuate, so the monitor waits for many
/// consecutive steps.
/// </summary>
public sealed class CollapseMonitor : IDcganMonitor
{
    private readonly int patience;
    private readonly double leastDiversity;
    private readonly double leastLoss;
    private int uniform;
    private int won;

    /// <summary>Constructs a monitor with the thresholds of a collapse.</summary>
    /// <param name="patience">
    /// The number of consecutive steps below a threshold that count as a collapse; for diversity, the number of consecutive
    /// measurements. At least 1. Default 200.
    /// </param>
    /// <param name="leastDiversity">
    /// The threshold of <see cref="DcganStep.Diversity"/>, which steps measure only if
    /// <see cref="DcganTrainerOptions.DiversityInterval"/> is set. At least 0; 0 for no test of diversity. Default 0.1: below it,
    /// the distance between two samples is less than a third of the distance between two real images.
    /// </param>
    /// <param name="leastLoss">
    /// The threshold of <see cref="DcganStep.DiscriminatorLoss"/>. Default 1e-4, for the default objective. Use negative infinity
    /// for Wasserstein losses, which have no lower bound.
    /// </param>
    /// <exception cref="ArgumentException">A number is out of range.</exception>
    public CollapseMonitor(int patience = 200, double leastDiversity = 0.1, double leastLoss = 1e-4)
    {
        Expect.AtLeast(1, patience, nameof(patience));
        Expect.Within(0, double.PositiveInfinity, leastDiversity, nameof(leastDiversity));
        if (double.IsNaN(leastLoss))
        {
            throw new ArgumentOutOfRangeException(nameof(leastLoss), "leastLoss: must not be NaN.");
        }

        (this.patience, this.leastDiversity, this.leastLoss) = (patience, leastDiversity, leastLoss);
    }

    /// <summary>Whether the monitor can do its work only if steps measure <see cref="DcganStep.Diversity"/>.</summary>
    internal bool NeedsDiversity => leastDiversity > 0;

    /// <inheritdoc/>
    public MonitorVerdict Observe(DcganStep numbers)
    {
        ArgumentNullException.ThrowIfNull(numbers);
        if (numbers.Outcome != StepOutcome.Updated)
        {
            return MonitorVerdict.None;
        }

        if (numbers.Diversity is double diversity)
        {
            uniform = diversity < leastDiversity ? uniform + 1 : 0;
        }

        won = numbers.DiscriminatorLoss < leastLoss ? won + 1 : 0;
        return uniform >= patience || won >= patience ? MonitorVerdict.Stop : MonitorVerdict.None;
    }
}
