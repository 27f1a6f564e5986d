namespace Dcgan.Benchmarks;

internal static class ContenderNames
{
    extension(Contender contender)
    {
        /// <summary>Name in the result file.</summary>
        internal string Id => contender switch
        {
            Contender.Library => "dcgan",
            Contender.TorchSharpExample => "torchsharp-example",
            Contender.TorchSharpTuned => "torchsharp-tuned",
            Contender.PyTorchExample => "pytorch-example",
            Contender.PyTorchTuned => "pytorch-tuned",
            Contender.OnnxRuntime => "onnxruntime",
            Contender.LibTorch => "libtorch",
            Contender.PlainCopy => "plain-copy",
            Contender.Service => "service",
            Contender.BareModel => "bare-model",
            _ => throw new ArgumentOutOfRangeException(nameof(contender), contender, null),
        };

        /// <summary>Name in tables.</summary>
        internal string Title => contender switch
        {
            Contender.Library => "Dcgan.Core",
            Contender.TorchSharpExample => "TorchSharp example",
            Contender.TorchSharpTuned => "TorchSharp tuned",
            Contender.PyTorchExample => "PyTorch example",
            Contender.PyTorchTuned => "PyTorch tuned",
            Contender.OnnxRuntime => "ONNX Runtime",
            Contender.LibTorch => "libtorch",
            Contender.PlainCopy => "plain copy",
            Contender.Service => "service",
            Contender.BareModel => "bare model",
            _ => throw new ArgumentOutOfRangeException(nameof(contender), contender, null),
        };

        /// <summary>Whether the contender runs with the command given with --pytorch.</summary>
        internal bool IsPyTorch => contender is Contender.PyTorchExample or Contender.PyTorchTuned;
    }
}
