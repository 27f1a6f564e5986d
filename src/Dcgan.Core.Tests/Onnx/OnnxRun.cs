using Microsoft.ML.OnnxRuntime;
using TorchSharp;

namespace Dcgan.Core.Tests.Onnx;

/// <summary>Runs a model in ONNX Runtime, as a program without libtorch does.</summary>
internal sealed class OnnxRun : IDisposable
{
    private readonly InferenceSession session;

    internal OnnxRun(string path)
    {
        using var options = new SessionOptions { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR, IntraOpNumThreads = 1 };
        session = new InferenceSession(path, options);
    }

    internal InferenceSession Session => session;

    /// <summary>Runs a model with one input.</summary>
    internal torch.Tensor Of(torch.Tensor input)
    {
        using OrtValue entering = OrtValue.CreateTensorValueFromMemory(input.to(torch.float32).contiguous().data<float>().ToArray(), input.shape);
        using var run = new RunOptions();
        using IDisposableReadOnlyCollection<OrtValue> left = session.Run(run, session.InputNames, [entering], session.OutputNames);
        return torch.tensor(left[0].GetTensorDataAsSpan<float>().ToArray(), left[0].GetTensorTypeAndShape().Shape);
    }

    /// <summary>Runs a model with labels [N], int64, as its second input.</summary>
    internal torch.Tensor Of(torch.Tensor input, torch.Tensor labels)
    {
        using OrtValue entering = OrtValue.CreateTensorValueFromMemory(input.to(torch.float32).contiguous().data<float>().ToArray(), input.shape);
        using OrtValue classes = OrtValue.CreateTensorValueFromMemory(labels.data<long>().ToArray(), labels.shape);
        using var run = new RunOptions();
        using IDisposableReadOnlyCollection<OrtValue> left = session.Run(run, session.InputNames, [entering, classes], session.OutputNames);
        return torch.tensor(left[0].GetTensorDataAsSpan<float>().ToArray(), left[0].GetTensorTypeAndShape().Shape);
    }

    public void Dispose() => session.Dispose();
}
