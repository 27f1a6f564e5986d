namespace FaceStudio;

/// <summary>A message to the page.</summary>
/// <param name="Status">What the training has reached.</param>
/// <param name="Points">The points since the previous message, or all of them in a message of the type "history".</param>
internal sealed record TrainingEvent(TrainingStatus Status, IReadOnlyList<TrainingPoint> Points);
