namespace Dcgan.Core;

/// <summary>The objective that checked options name.</summary>
internal static class Objectives
{
    internal static IObjective Of(DcganLossOptions options)
    {
        double realTarget = 1 - options.LabelSmoothing;
        return options.Objective switch
        {
            AdversarialObjective.LeastSquares => new LeastSquaresObjective(realTarget),
            AdversarialObjective.Hinge => new HingeObjective(),
            AdversarialObjective.Wasserstein => new WassersteinObjective(),
            _ => new LogisticObjective(realTarget),
        };
    }

    /// <summary>Whether there is a target for real images, which could be another.</summary>
    internal static bool HasTarget(AdversarialObjective objective) =>
        objective is not (AdversarialObjective.Hinge or AdversarialObjective.Wasserstein);
}
