using Dcgan.Samples;
using Microsoft.ML.OnnxRuntime;
using TrainFaces.Output;

namespace TrainFaces.Measuring;

/// <summary>
/// An ONNX model with one image input, [1 or N, 3, H, W], and one output. It runs one image at a time on the calling thread;
/// several threads may run it at the same time, which uses the cores better than threads within one run.
/// </summary>
internal sealed class OnnxImageModel : IDisposable
{
    private const int Channels = 3;

    private readonly string name;
    private readonly InferenceSession session;
    private readonly string[] inputs;
    private readonly string[] outputs;

    static OnnxImageModel() => OnnxRuntimeTelemetry.TurnOffEvents();

    private OnnxImageModel(string name, InferenceSession session)
    {
        (this.name, this.session, inputs, outputs) = (name, session, [.. session.InputNames], [.. session.OutputNames]);
        int[] shape = CheckedShape();
        (Height, Width) = (shape[2], shape[3]);
    }

    /// <summary>Height of the input in pixels.</summary>
    public int Height { get; }

    /// <summary>Width of the input in pixels.</summary>
    public int Width { get; }

    /// <summary>Loads a model.</summary>
    /// <param name="option">The command-line option with the file, for error messages.</param>
    /// <param name="path">The ONNX file.</param>
    /// <exception cref="SampleException">The file cannot be read, or is not a model of images.</exception>
    public static OnnxImageModel Open(string option, string path)
    {
        string name = $"{option} {path}";
        if (RegularFile.Read(path, option) is null)
        {
            throw new SampleException($"{name}: the file does not exist.");
        }

        // Loaded from the path, not from the bytes, because the weights of a large model are in other files beside it.
        using var options = new SessionOptions
        {
            IntraOpNumThreads = 1,
            InterOpNumThreads = 1,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL, // Errors are also thrown as exceptions.
        };
        InferenceSession? session = null;
        try
        {
            session = new InferenceSession(path, options);
            return new OnnxImageModel(name, session);
        }
        catch (OnnxRuntimeException error)
        {
            throw new SampleException($"{name}: ONNX Runtime cannot load this file as an ONNX model. {error.Message}", error);
        }
        catch
        {
            session?.Dispose();
            throw;
        }
    }

    /// <summary>Runs the model on one image.</summary>
    /// <param name="image">[3, H, W] in row-major order.</param>
    /// <returns>The output, flattened.</returns>
    /// <exception cref="SampleException">The model fails.</exception>
    public float[] Run(float[] image)
    {
        try
        {
            using var options = new RunOptions();
            using var input = OrtValue.CreateTensorValueFromMemory(image, [1, Channels, Height, Width]);
            using var results = session.Run(options, inputs, [input], outputs);
            return results[0].GetTensorDataAsSpan<float>().ToArray();
        }
        catch (OnnxRuntimeException error)
        {
            throw new SampleException($"{name}: the model fails on an image. {error.Message}", error);
        }
    }

    public void Dispose() => session.Dispose();

    private int[] CheckedShape()
    {
        if (inputs.Length != 1 || outputs.Length != 1)
        {
            throw new SampleException($"{name}: the model must have one input and one output but has {inputs.Length} and {outputs.Length}.");
        }

        var input = session.InputMetadata[inputs[0]];
        var output = session.OutputMetadata[outputs[0]];
        if (!IsFloats(input) || !IsFloats(output))
        {
            throw new SampleException(
                $"{name}: the model's input and output must be tensors of type Float (float32) but are {input.ElementDataType} and {output.ElementDataType}.");
        }

        int[] shape = input.Dimensions;
        return shape is [1 or < 0, Channels, > 0, > 0]
            ? shape
            : throw new SampleException(
                $"{name}: the model's input must be [1, {Channels}, H, W] or [N, {Channels}, H, W], with H and W fixed, but is [{string.Join(", ", shape.Zip(input.SymbolicDimensions, Dimension))}].");
    }

    private static bool IsFloats(NodeMetadata value) =>
        value.OnnxValueType == OnnxValueType.ONNX_TYPE_TENSOR && value.ElementType == typeof(float);

    private static string Dimension(int size, string symbol) =>
        size >= 0 ? FormattableString.Invariant($"{size}") : symbol.Length > 0 ? symbol : "?";
}
