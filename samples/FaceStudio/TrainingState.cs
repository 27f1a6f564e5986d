using System.Text.Json.Serialization;

namespace FaceStudio;

/// <summary>What the training does.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<TrainingState>))]
internal enum TrainingState
{
    /// <summary>Nothing, until it is started. All steps are saved.</summary>
    Stopped,

    /// <summary>Opens the checkpoint and the images.</summary>
    Starting,

    /// <summary>Makes steps.</summary>
    Training,

    /// <summary>Finishes the current step and saves.</summary>
    Stopping,

    /// <summary>Nothing, because of an error. It can be started again.</summary>
    Failed,
}
