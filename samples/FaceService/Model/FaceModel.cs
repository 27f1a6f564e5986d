using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using SessionOptions = Microsoft.ML.OnnxRuntime.SessionOptions;

namespace FaceService.Model;

/// <summary>An exported generator in ONNX Runtime. Each run uses the thread that asks, and no other: the service shares out the cores.</summary>
internal sealed class FaceModel : IFaceModel, IDisposable
{
    private static readonly string[] InputNames = ["latents"];
    private static readonly string[] OutputNames = ["images"];

    private readonly InferenceSession session;

    private FaceModel(InferenceSession session, ModelFacts facts)
    {
        this.session = session;
        Facts = facts;
    }

    public ModelFacts Facts { get; }

    /// <summary>The version of what computes, on which a picture's last bit may depend.</summary>
    public static string RuntimeVersion { get; } = OrtEnv.Instance().GetVersionString();

    /// <summary>Loads a model file and makes its first faces, which show whether it can be served.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="StartException">It cannot.</exception>
    public static FaceModel Load(string path)
    {
        ModelFile file = ModelFile.Read(path);
        InferenceSession session = Open(file);
        try
        {
            CheckNames(session, file.Name);
            ModelFacts read = ModelMetadata.Read(session.ModelMetadata.CustomMetadataMap, file.Name) with { Digest = file.Digest };
            return new FaceModel(session, FirstImages.Check(read, latents => Run(session, latents, read.LatentSize), file.Name));
        }
        catch (OnnxRuntimeException failure)
        {
            session.Dispose();
            throw new StartException($"{file.Name}: cannot make images of latents [N, LatentSize].", failure);
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    public byte[] Draw(ReadOnlyMemory<float> latents, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        using var options = new RunOptions();
        using CancellationTokenRegistration registration = cancel.Register(() => options.Terminate = true);
        try
        {
            (float[] images, _) = Run(session, latents, Facts.LatentSize, options);
            return ImageBytes.Of(images, Facts.Channels, Facts.ImageSize * Facts.ImageSize);
        }
        catch (OnnxRuntimeException terminated) when (cancel.IsCancellationRequested)
        {
            throw new OperationCanceledException("The run was ended early.", terminated, cancel);
        }
    }

    public void Dispose() => session.Dispose();

    private static InferenceSession Open(ModelFile file)
    {
        using var options = new SessionOptions
        {
            IntraOpNumThreads = 1,
            InterOpNumThreads = 1,
            // What goes wrong comes as an exception too, which the service puts into its own words.
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,
        };
        try
        {
            return new InferenceSession(file.Bytes, options);
        }
        catch (OnnxRuntimeException failure)
        {
            throw new StartException($"{file.Name}: is not an ONNX model that ONNX Runtime {RuntimeVersion} can load.", failure);
        }
    }

    private static void CheckNames(InferenceSession session, string name)
    {
        if (!session.InputNames.SequenceEqual(InputNames) || !session.OutputNames.SequenceEqual(OutputNames))
        {
            throw new StartException(
                $"{name}: must have the input \"latents\" and the output \"images\" but has {Quoted(session.InputNames)} and {Quoted(session.OutputNames)}.");
        }

        if (session.InputMetadata[InputNames[0]].ElementDataType != TensorElementType.Float
            || session.OutputMetadata[OutputNames[0]].ElementDataType != TensorElementType.Float)
        {
            throw new StartException($"{name}: latents and images must be float32.");
        }
    }

    private static string Quoted(IEnumerable<string> names) => string.Join(", ", names.Select(name => $"\"{name}\""));

    private static (float[] Images, long[] Shape) Run(InferenceSession session, ReadOnlyMemory<float> latents, int latentSize)
    {
        using var options = new RunOptions();
        return Run(session, latents, latentSize, options);
    }

    private static (float[] Images, long[] Shape) Run(
        InferenceSession session, ReadOnlyMemory<float> latents, int latentSize, RunOptions options)
    {
        long[] shape = [latents.Length / latentSize, latentSize];
        using OrtValue input = OrtValue.CreateTensorValueFromMemory(
            OrtMemoryInfo.DefaultInstance, MemoryMarshal.AsMemory(latents), shape);
        using IDisposableReadOnlyCollection<OrtValue> outputs = session.Run(options, InputNames, [input], OutputNames);
        return (outputs[0].GetTensorDataAsSpan<float>().ToArray(), outputs[0].GetTensorTypeAndShape().Shape);
    }
}
