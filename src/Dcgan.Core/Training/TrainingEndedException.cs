using System.Diagnostics.CodeAnalysis;

namespace Dcgan.Core;

/// <summary>Another process of the run has ended its training while this process was about to make a step.</summary>
/// <param name="end">Why it has ended.</param>
[SuppressMessage("Design", "CA1032:Implement standard exception constructors", Justification = "Only this library constructs it.")]
[SuppressMessage("Design", "CA1064:Exceptions should be public", Justification = "Hosts catch the base class.")]
internal sealed class TrainingEndedException(TrainingEnd end) : ProcessGroupException(
    "Another process of the run has ended its training, so there is no step. Make the same number of steps on every process, or use Train on every process.")
{
    internal TrainingEnd End => end;
}
