namespace Dcgan.Benchmarks;

/// <summary>Whose code a trial times.</summary>
internal enum Contender
{
    /// <summary>This library.</summary>
    Library,

    /// <summary>The PyTorch DCGAN example, written plainly in TorchSharp (see the folder Example).</summary>
    TorchSharpExample,

    /// <summary>The PyTorch DCGAN example: float32, three passes, plain Adam.</summary>
    PyTorchExample,

    /// <summary>PyTorch as an expert would run it: bfloat16 autocast, channels_last, fused Adam, one shared pass.</summary>
    PyTorchTuned,

    /// <summary>This library's generator as an exported model, without this library and without libtorch.</summary>
    OnnxRuntime,

    /// <summary>Single operations of the library underneath.</summary>
    LibTorch,

    /// <summary>The system alone: bytes from memory to a file, then flushed to the disk.</summary>
    PlainCopy,

    /// <summary>The service of samples/FaceService, asked over HTTP.</summary>
    Service,

    /// <summary>What the service does for a picture, in a loop and without HTTP.</summary>
    BareModel,
}
