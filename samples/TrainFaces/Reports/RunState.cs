namespace TrainFaces.Reports;

/// <summary>What a run was doing when its report was written.</summary>
internal enum RunState
{
    /// <summary>It trains, or it was killed.</summary>
    Training,

    /// <summary>It has reached its last epoch or step.</summary>
    Finished,

    /// <summary>A signal has stopped it.</summary>
    Stopped,

    /// <summary>An error has ended it.</summary>
    Failed,
}
