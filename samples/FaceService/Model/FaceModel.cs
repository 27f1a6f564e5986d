using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using SessionOptions = Microsoft.ML.OnnxRuntime.SessionOptions;

namespace FaceService.Model;

/// <summary>Runs an exported generator with ONNX Runtime. A run uses only the calling thread, because requests already run in parallel on all cores.</summary>
internal sealed class FaceModel : IFaceModel, IDisposable
{
    private static readonly string[] InputNames = ["latents"];
    private static readonly string[] OutputNames = ["images"];

    private readonly InferenceSession session;

    private FaceModel(InferenceSession session, ModelInfo info)
    {
        this.session = session;
        Info = info;
    }

    public ModelInfo Info { get; }

    /// <summary>The version of ONNX Runtime. Another version may round the last bit of a picture differently.</summary>
    public static string RuntimeVersion { get; } = OrtEnv.Instance().GetVersionString();

    /// <summary>Loads a model file and validates it with a test run.</summary>
    /// <param name="path">The ONNX file.</param>
    /// <exception cref="StartException">The file cannot be read, or the service cannot serve the model.</exception>
    public static FaceModel Load(string path)
    {
        ModelFile file = ModelFile.Read(path);
        InferenceSession session = Open(file);
        try
        {
            CheckSignature(session, file.Name);
            ModelInfo metadata = ModelMetadata.Read(session.ModelMetadata.CustomMetadataMap, file.Name) with { Digest = file.Digest };
            return new FaceModel(session, OutputValidator.Validate(metadata, latents => Run(session, latents, metadata.LatentSize), file.Name));
        }
        catch (OnnxRuntimeException exception)
        {
            session.Dispose();
            throw new StartException(
                $"{file.Name}: the model cannot run on latents [N, latent_size]; latent_size in dcgan.options must match the model's input.", exception);
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    public byte[] Generate(ReadOnlyMemory<float> latents, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        using var options = new RunOptions();
        using CancellationTokenRegistration registration = cancel.Register(() => options.Terminate = true);
        try
        {
            (float[] images, _) = Run(session, latents, Info.LatentSize, options);
            cancel.ThrowIfCancellationRequested(); // The runtime does not notice a termination in every phase of a run.
            return ImageBytes.FromImages(images, Info.Channels, Info.ImageArea);
        }
        catch (OnnxRuntimeException exception) when (cancel.IsCancellationRequested)
        {
            throw new OperationCanceledException("The model run was canceled.", exception, cancel);
        }
    }

    public void Dispose() => session.Dispose();

    private static InferenceSession Open(ModelFile file)
    {
        using var options = new SessionOptions
        {
            IntraOpNumThreads = 1,
            InterOpNumThreads = 1,
            // Suppresses ONNX Runtime's log messages. Errors are also thrown as exceptions, which the service reports.
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,
        };
        try
        {
            return new InferenceSession(file.Bytes, options);
        }
        catch (OnnxRuntimeException exception)
        {
            throw new StartException($"{file.Name}: ONNX Runtime {RuntimeVersion} cannot load this file as an ONNX model.", exception);
        }
    }

    private static void CheckSignature(InferenceSession session, string name)
    {
        if (!session.InputNames.SequenceEqual(InputNames) || !session.OutputNames.SequenceEqual(OutputNames))
        {
            throw new StartException(
                $"{name}: must have the input \"latents\" and the output \"images\" but has {Quote(session.InputNames)} and {Quote(session.OutputNames)}.");
        }

        TensorElementType latents = session.InputMetadata[InputNames[0]].ElementDataType;
        TensorElementType images = session.OutputMetadata[OutputNames[0]].ElementDataType;
        if (latents != TensorElementType.Float || images != TensorElementType.Float)
        {
            throw new StartException($"{name}: latents and images must be of type Float (float32) but are {latents} and {images}.");
        }
    }

    private static string Quote(IEnumerable<string> names) => string.Join(", ", names.Select(name => $"\"{name}\""));

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
