namespace FaceService.Model;

/// <summary>Statistics that batch normalization uses in an exported generator. The names match the model's metadata.</summary>
internal enum ModelStatistics
{
    /// <summary>The running statistics of training.</summary>
    Running,

    /// <summary>Statistics computed once after training, for the final weights.</summary>
    Calibrated,

    /// <summary>The statistics of each batch. The service rejects such a model, because each face would depend on the rest of its batch.</summary>
    Batch,
}
