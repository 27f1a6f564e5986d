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
    RunTogether = 12,
}
