namespace Dcgan.Core.Tests.Training;

/// <summary>The optimizers of <see cref="FragileOptimizer"/>.</summary>
public enum OptimizerKind
{
    Adam,
    AmsGrad,
    Momentum,
    RmsProp,
}
