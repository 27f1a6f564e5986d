namespace Dcgan.Core;

/// <summary>Why <c>Train</c> ends. If the processes of a run have several reasons, the first one counts.</summary>
internal enum TrainingEnd
{
    Canceled,
    Monitor,

    /// <summary>There are no more batches.</summary>
    Batches,
}
