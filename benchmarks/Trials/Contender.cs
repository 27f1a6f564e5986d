namespace Dcgan.Benchmarks;

/// <summary>The implementation that a trial times.</summary>
internal enum Contender
{
    /// <summary>This library.</summary>
    Library,

    /// <summary>A direct TorchSharp port of the PyTorch DCGAN example (folder Example).</summary>
    TorchSharpExample,

    /// <summary>TorchSharp as an expert would use it: bfloat16 casts, channels_last, one shared forward pass (folder Example).</summary>
    TorchSharpTuned,

    /// <summary>The PyTorch DCGAN example: float32, three passes, plain Adam.</summary>
    PyTorchExample,

    /// <summary>PyTorch as an expert would run it: bfloat16 autocast, channels_last, fused Adam, one shared forward pass.</summary>
    PyTorchTuned,

    /// <summary>This library's generator as an exported model in ONNX Runtime, without libtorch.</summary>
    OnnxRuntime,

    /// <summary>Single operations of libtorch.</summary>
    LibTorch,

    /// <summary>A plain write of bytes from memory to a file, flushed to the disk.</summary>
    PlainCopy,

    /// <summary>The service of samples/FaceService over HTTP.</summary>
    Service,

    /// <summary>The service's work for a picture, in a loop without HTTP.</summary>
    BareModel,
}
