namespace Dcgan.Benchmarks;

/// <summary>A timed operation on checkpoints.</summary>
/// <param name="Case">Name in the result file.</param>
/// <param name="Contender">The contender whose code runs.</param>
/// <param name="Title">Title in tables.</param>
/// <param name="Run">The timed action.</param>
/// <param name="Before">The untimed preparation; null for no preparation.</param>
internal sealed record CheckpointOperation(
    string Case, Contender Contender, string Title, Action<CheckpointWork> Run, Action<CheckpointWork>? Before = null)
{
    internal static CheckpointOperation Save { get; } = new(
        "checkpoint-save", Contender.Library, "save", work => work.Save(), work => work.BeforeSave());

    internal static CheckpointOperation Copy { get; } = new(
        Save.Case, Contender.PlainCopy, "plain copy with fsync", work => work.Copy(), work => work.BeforeCopy());

    internal static CheckpointOperation Load { get; } = new(
        "checkpoint-load", Contender.Library, "load", work => work.Load());

    internal static CheckpointOperation OpenGenerator { get; } = new(
        "checkpoint-open-generator", Contender.Library, "open the generator alone", work => work.OpenGenerator());

    internal static IReadOnlyList<CheckpointOperation> All { get; } = [Save, Copy, Load, OpenGenerator];
}
