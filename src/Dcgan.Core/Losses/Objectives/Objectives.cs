namespace Dcgan.Core;

/// <summary>Selects the objective for validated options.</summary>
internal static class Objectives
{
    internal static IObjective Select(DcganLossOptions options)
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

    /// <summary>Whether the objective has a target for real images, to which label smoothing can apply.</summary>
    internal static bool HasTarget(AdversarialObjective objective) =>
        objective is not (AdversarialObjective.Hinge or AdversarialObjective.Wasserstein);
}
