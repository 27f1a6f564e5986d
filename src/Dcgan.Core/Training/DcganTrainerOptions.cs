namespace Dcgan.Core;

/// <summary>How a <see cref="DcganTrainer"/> trains. The defaults are the reference's: Adam at 2e-4 with beta1 0.5 for each network.</summary>
public sealed record DcganTrainerOptions
{
    /// <summary>
    /// Names every random draw of the trainer; and of its networks, where <see cref="DcganTrainer.Create"/> makes them. The
    /// same seed on the same device with the same number of threads gives the same bits. Default 0.
    /// </summary>
    public long Seed { get; init; }

    /// <summary>Adam's step size, of both networks. At least 0. Default 2e-4, the paper's and the reference's.</summary>
    public double LearningRate { get; init; } = 2e-4;

    /// <summary>Adam's decay of the mean gradient, of both networks. 0 to below 1. Default 0.5, the paper's and the reference's.</summary>
    public double Beta1 { get; init; } = 0.5;

    /// <summary>Adam's decay of the mean squared gradient, of both networks. 0 to below 1. Default 0.999.</summary>
    public double Beta2 { get; init; } = 0.999;

    internal DcganTrainerOptions Checked()
    {
        Expect.Within(0, double.PositiveInfinity, LearningRate, nameof(LearningRate));
        Expect.Within(0, 1, Beta1, nameof(Beta1));
        Expect.Within(0, 1, Beta2, nameof(Beta2));
        return this;
    }
}
