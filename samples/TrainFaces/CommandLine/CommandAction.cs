using TrainFaces.Output;

namespace TrainFaces.CommandLine;

/// <summary>What a command does.</summary>
/// <param name="display">Shows the progress and warnings.</param>
/// <param name="stop">Canceled by Ctrl-C. Nothing is written after that.</param>
/// <returns>The exit code.</returns>
internal delegate int CommandAction(RunDisplay display, CancellationToken stop);
