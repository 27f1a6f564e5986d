using Microsoft.ML.OnnxRuntime;
using TorchSharp;

namespace Dcgan.Core.Tests.Onnx;

/// <summary>A model in ONNX Runtime, as a program would use it that has no libtorch.</summary>
internal sealed class OnnxRun : IDisposable
{
    private readonly InferenceSession session;

    internal OnnxRun(string path)
    {
        using var options = new SessionOptions { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR, IntraOpNumThreads = 1 };
        session = new InferenceSession(path, options);
    }

    internal InferenceSession Session => session;

    /// <summary>What the model makes of the one tensor that enters.</summary>
    internal torch.Tensor Of(torch.Tensor input)
    {
        using OrtValue entering = OrtValue.CreateTensorValueFromMemory(input.to(torch.float32).contiguous().data<float>().ToArray(), input.shape);
        using var run = new RunOptions();
        using IDisposableReadOnlyCollection<OrtValue> left = session.Run(run, session.InputNames, [entering], session.OutputNames);
        return torch.tensor(left[0].GetTensorDataAsSpan<float>().ToArray(), left[0].GetTensorTypeAndShape().Shape);
    }

    /// <summary>What the model makes of a tensor and of labels.</summary>
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
