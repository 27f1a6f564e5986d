namespace FaceService.Model;

/// <summary>What an exported generator's batch normalisation works by, in the words of the file.</summary>
internal enum ModelStatistics
{
    /// <summary>The running statistics of training.</summary>
    Running,

    /// <summary>Statistics taken once for the finished weights.</summary>
    Calibrated,

    /// <summary>The batch's own: a face would depend on the faces beside it. Not served.</summary>
    Batch,
}
