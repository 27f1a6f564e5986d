using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Dcgan.Core.Tests.Training;

/// <summary>Optimizers that throw on request after they have updated the first half of their parameters.</summary>
internal static class FragileOptimizer
{
    internal static optim.Optimizer Create(IEnumerable<Parameter> parameters, OptimizerKind kind, Failure failure) => kind switch
    {
        OptimizerKind.Momentum => new FragileSgd(parameters, failure),
        OptimizerKind.RmsProp => new FragileRmsProp(parameters, failure),
        _ => new FragileAdam(parameters, kind == OptimizerKind.AmsGrad, failure),
    };

    /// <summary>Makes an optimizer throw after it has updated the first half of its parameters.</summary>
    internal sealed class Failure
    {
        internal int StepsUntil { get; set; } = int.MaxValue;

        internal Tensor? Step(IEnumerable<Parameter> parameters, Func<Tensor?> step)
        {
            if (--StepsUntil != 0)
            {
                return step();
            }

            Parameter[] all = [.. parameters];
            foreach (Parameter parameter in all[(all.Length / 2)..])
            {
                parameter.grad = null;
            }

            _ = step();
            throw new TimeoutException();
        }
    }

    private sealed class FragileAdam(IEnumerable<Parameter> parameters, bool amsgrad, Failure failure)
        : Adam(parameters, lr: 0.01, amsgrad: amsgrad)
    {
        public override Tensor? step(Func<Tensor>? closure = null) => failure.Step(this.parameters(), () => base.step(closure));
    }

    private sealed class FragileSgd(IEnumerable<Parameter> parameters, Failure failure) : SGD(parameters, lr: 0.01, momentum: 0.9)
    {
        public override Tensor? step(Func<Tensor>? closure = null) => failure.Step(this.parameters(), () => base.step(closure));
    }

    private sealed class FragileRmsProp(IEnumerable<Parameter> parameters, Failure failure)
        : RMSProp(parameters, lr: 0.001, momentum: 0.9, centered: true)
    {
        public override Tensor? step(Func<Tensor>? closure = null) => failure.Step(this.parameters(), () => base.step(closure));
    }
}
