namespace Dcgan.Core;

/// <summary>An order in which a step updates the two networks.</summary>
internal interface IUpdate
{
    /// <summary>Checked images and latents to the updates of one step.</summary>
    /// <param name="batch">All that the step learns from.</param>
    /// <param name="number">The step's, from 1.</param>
    /// <param name="numbers">Takes what the step says of itself, as it comes up.</param>
    /// <param name="transaction">Told of each change before it is made, so that a later failure can be undone.</param>
    /// <exception cref="NotFiniteNumberException">A loss or gradient is not finite.</exception>
    void Apply(StepImages batch, long number, StepNumbers numbers, StepTransaction transaction);
}
