namespace Dcgan.Core;

/// <summary>Where a process of a run waits for the others. The numbers travel between the processes.</summary>
internal enum Call
{
    /// <summary>The process has failed; see <see cref="Ranks"/>.</summary>
    Failed = 1,
    Construct = 2,
    Step = 3,
    CheckData = 4,
    Update = 5,
    MeasureDiversity = 6,
    Observe = 7,
    Save = 8,
    Load = 9,
    Dispose = 10,
    Any = 11,

    /// <summary>The end of <c>RunTogether</c> without an exception; the number is the depth of nested calls.</summary>
    Ended = 12,

    /// <summary>The end of <c>RunTogether</c> with an exception that the other processes do not know of.</summary>
    EndedFailed = 13,

    /// <summary>The end of <c>RunTogether</c> with an exception that the other processes know of.</summary>
    EndedKnown = 14,

    /// <summary>
    /// The process has failed in a step that the others have made, so the states differ. The group cannot be used again; see
    /// <see cref="Ranks"/>.
    /// </summary>
    FailedApart = 15,
    Build = 16,
    Prepare = 17,
    Compare = 18,
}
