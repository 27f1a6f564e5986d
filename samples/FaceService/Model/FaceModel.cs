using System.Runtime.InteropServices;
using Dcgan.Samples;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using SessionOptions = Microsoft.ML.OnnxRuntime.SessionOptions;

namespace FaceService.Model;

/// <summary>Runs an exported generator with ONNX Runtime. A run uses only the calling thread, because requests already run in parallel on all cores.</summary>
internal sealed class FaceModel : IFaceModel, IDisposable
{
    private const string Latents = "latents";
    private const string Labels = "labels";

    private static readonly string[] InputNames = [Latents];
    private static readonly string[] ConditionalInputNames = [Latents, Labels];
    private static readonly string[] OutputNames = ["images"];

    private readonly InferenceSession session;

    static FaceModel() => OnnxRuntimeTelemetry.TurnOffEvents();

    private FaceModel(InferenceSession session, ModelInfo info)
    {
        this.session = session;
        Info = info;
    }

    public ModelInfo Info { get; }

    /// <summary>The version of ONNX Runtime. Another version may round the last bit of a picture differently.</summary>
    public static string RuntimeVersion => OrtEnv.Instance().GetVersionString();

    /// <summary>Loads a model file and validates it with a test run.</summary>
    /// <param name="path">The ONNX file.</param>
    /// <exception cref="StartException">The file cannot be read, or the service cannot serve the model.</exception>
    public static FaceModel Load(string path)
    {
        ModelFile file = ModelFile.Read(path);
        InferenceSession session = Open(file);
        try
        {
            ModelInfo metadata = ModelMetadata.Read(session.ModelMetadata.CustomMetadataMap, file.Name) with { Digest = file.Digest };
            CheckSignature(session, metadata, file.Name);
            return new FaceModel(session, OutputValidator.Validate(metadata, (latents, labels) => Run(session, metadata, latents, labels), file.Name));
        }
        catch (OnnxRuntimeException exception)
        {
            bool isConditional = session.InputNames.Contains(Labels);
            session.Dispose();
            throw new StartException(
                isConditional
                    ? $"{file.Name}: the model cannot run on latents [N, latent_size] and labels [N]; latent_size and classes in dcgan.options must match the model."
                    : $"{file.Name}: the model cannot run on latents [N, latent_size]; latent_size in dcgan.options must match the model's input.",
                exception);
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    public byte[] Generate(ReadOnlyMemory<float> latents, ReadOnlyMemory<long> labels, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        using var options = new RunOptions();
        using CancellationTokenRegistration registration = cancel.Register(() => options.Terminate = true);
        try
        {
            (float[] images, _) = Run(session, Info, latents, labels, options);
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

    private static string[] Inputs(ModelInfo info) => info.Classes > 0 ? ConditionalInputNames : InputNames;

    private static void CheckSignature(InferenceSession session, ModelInfo info, string name)
    {
        if (!session.InputNames.SequenceEqual(Inputs(info)) || !session.OutputNames.SequenceEqual(OutputNames))
        {
            string expected = info.Classes > 0 ? $"inputs {Quote(ConditionalInputNames)} (dcgan.options has classes)" : $"input {Quote(InputNames)}";
            throw new StartException(
                $"{name}: must have the {expected} and the output \"images\" but has {Quote(session.InputNames)} and {Quote(session.OutputNames)}.");
        }

        if (info.Classes > 0 && session.InputMetadata[Labels].ElementDataType is not TensorElementType.Int64 and var labels)
        {
            throw new StartException($"{name}: labels must be of type Int64 but are {labels}.");
        }

        TensorElementType latents = session.InputMetadata[Latents].ElementDataType;
        TensorElementType images = session.OutputMetadata[OutputNames[0]].ElementDataType;
        if (latents != TensorElementType.Float || images != TensorElementType.Float)
        {
            throw new StartException($"{name}: latents and images must be of type Float (float32) but are {latents} and {images}.");
        }
    }

    private static string Quote(IEnumerable<string> names) => string.Join(", ", names.Select(name => $"\"{name}\""));

    private static (float[] Images, long[] Shape) Run(
        InferenceSession session, ModelInfo info, ReadOnlyMemory<float> latents, ReadOnlyMemory<long> labels)
    {
        using var options = new RunOptions();
        return Run(session, info, latents, labels, options);
    }

    private static (float[] Images, long[] Shape) Run(
        InferenceSession session, ModelInfo info, ReadOnlyMemory<float> latents, ReadOnlyMemory<long> labels, RunOptions options)
    {
        long faces = latents.Length / info.LatentSize;
        using OrtValue latentsValue = Tensor(latents, faces, info.LatentSize);
        using OrtValue? labelsValue = info.Classes > 0 ? Tensor(labels, faces) : null;
        OrtValue[] inputs = labelsValue is null ? [latentsValue] : [latentsValue, labelsValue];
        using IDisposableReadOnlyCollection<OrtValue> outputs = session.Run(options, Inputs(info), inputs, OutputNames);
        return (outputs[0].GetTensorDataAsSpan<float>().ToArray(), outputs[0].GetTensorTypeAndShape().Shape);
    }

    private static OrtValue Tensor<T>(ReadOnlyMemory<T> values, params long[] shape)
        where T : unmanaged =>
        OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, MemoryMarshal.AsMemory(values), shape);
}
