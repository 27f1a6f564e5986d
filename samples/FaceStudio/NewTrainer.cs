using Dcgan.Core;

namespace FaceStudio;

/// <summary>Creates the trainer of a new run.</summary>
internal delegate DcganTrainer NewTrainer(ILogger logger);
