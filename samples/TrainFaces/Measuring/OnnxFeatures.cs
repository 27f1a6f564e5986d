using System.Runtime.InteropServices;
using Dcgan.Core;
using Dcgan.Core.Evaluation;
using Dcgan.Images;
using TorchSharp;
using TrainFaces.Output;

namespace TrainFaces.Measuring;

/// <summary>
/// Features that ONNX models compute, on all cores: images are rounded to bytes as in a file, resized to the model's input with
/// bilinear antialiasing, and passed to the models one after the other.
/// </summary>
internal sealed class OnnxFeatures : FeatureNetwork
{
    /// <summary>Largest number of features: a covariance matrix of 8192 features takes 512 MiB.</summary>
    private const int MaxFeatures = 8192;

    private const int ModelChannels = 3;

    private readonly OnnxImageModel[] models;
    private readonly PixelRange range;
    private FeatureCache? cache;
    private (ImageFormat Format, AntialiasedResize Resize)? resize;

    private OnnxFeatures(OnnxImageModel[] models, PixelRange range, string identity) =>
        (this.models, this.range, Identity) = (models, range, identity);

    public override ImageFormat? Format => null;

    public override string Identity { get; }

    /// <summary>Loads the models and runs them once.</summary>
    /// <param name="option">The command-line option, for error messages.</param>
    /// <param name="paths">The ONNX files. Each model but the last returns an image for the next.</param>
    /// <param name="range">The range of pixels that the first model expects.</param>
    /// <exception cref="SampleException">A model cannot be used.</exception>
    public static OnnxFeatures Open(string option, IReadOnlyList<string> paths, PixelRange range)
    {
        var models = new List<OnnxImageModel>();
        try
        {
            foreach (string path in paths)
            {
                models.Add(OnnxImageModel.Open(option, path));
            }

            string identity = string.Join('|', paths.Select(path => Digest(option, path, range)));
            var features = new OnnxFeatures([.. models], range, identity);
            int count = features.Run(new float[ModelChannels * models[0].Height * models[0].Width]).Length;
            return count is > 0 and <= MaxFeatures
                ? features
                : throw new SampleException(FormattableString.Invariant(
                    $"{option} {paths[^1]}: the model must return at least 1 and at most {MaxFeatures} numbers for an image but returns {count}; use a model whose output is pooled to one vector."));
        }
        catch
        {
            models.ForEach(model => model.Dispose());
            throw;
        }
    }

    public override Evaluator CreateEvaluator(EvaluationOptions options) => new(Extract, options);

    // Keeps the images on the CPU, where the models run.
    public override torch.Tensor ToInput(torch.Tensor images) => images.to(torch.float32).cpu();

    public override void StartCaching(string data) =>
        cache = CacheFile.Folder is { } folder ? FeatureCache.Open(folder, Identity, data) : null;

    public override void FinishCaching(Action<string> warn)
    {
        cache?.Save(warn);
        cache = null;
    }

    public override void Dispose() => Array.ForEach(models, model => model.Dispose());

    /// <summary>The features of one image, from the cache if it has them.</summary>
    /// <param name="pixels">[H, W, C] in row-major order.</param>
    /// <param name="format">The format of the pixels.</param>
    public float[] Of(byte[] pixels, ImageFormat format)
    {
        var scaled = ResizeOf(format);
        return cache is { } kept ? kept.Get(FeatureCache.Key(pixels, format), Compute) : Compute();

        float[] Compute() => Run(ToModel(pixels, format, scaled));
    }

    // One image a core at a time: that is faster than one image on all cores, or a batch.
    private torch.Tensor Extract(torch.Tensor images)
    {
        // The models see images with alpha on white, as a viewer shows them.
        int channels = (int)images.shape[1];
        var format = new ImageFormat((int)images.shape[2], (int)images.shape[3], channels - (channels is 2 or 4 ? 1 : 0));
        byte[][] pixels = [.. images.unbind(0).Select(image => Picture.OnWhite(ImagePixels.FromImage(image), channels))];
        float[][] rows = new float[pixels.Length][];
        _ = ResizeOf(format);
        Parallel.For(
            0,
            pixels.Length,
            new ParallelOptions { MaxDegreeOfParallelism = torch.get_num_threads() },
            index => rows[index] = Of(pixels[index], format));
        var features = torch.empty(rows.Length, rows[0].Length);
        for (int index = 0; index < rows.Length; index++)
        {
            MemoryMarshal.AsBytes<float>(rows[index]).CopyTo(features.bytes[(index * rows[index].Length * sizeof(float))..]);
        }

        return features;
    }

    private AntialiasedResize ResizeOf(ImageFormat format)
    {
        if (resize is not { } current || current.Format != format)
        {
            resize = current = (format, new AntialiasedResize(format.Height, format.Width, models[0].Height, models[0].Width));
        }

        return current.Resize;
    }

    private float[] ToModel(byte[] pixels, ImageFormat format, AntialiasedResize scaled)
    {
        int size = models[0].Height * models[0].Width;
        float[] input = new float[ModelChannels * size];
        float[] channel = new float[format.Height * format.Width];
        for (int target = 0; target < ModelChannels; target++)
        {
            var resized = input.AsSpan(target * size, size);
            if (target < format.Channels)
            {
                for (int pixel = 0; pixel < channel.Length; pixel++)
                {
                    channel[pixel] = pixels[(pixel * format.Channels) + target];
                }

                scaled.Apply(channel, resized);
            }
            else
            {
                input.AsSpan(0, size).CopyTo(resized); // Gray: all three channels are equal.
            }
        }

        for (int index = 0; index < input.Length; index++)
        {
            input[index] = (input[index] * range.Scale[index / size]) + range.Offset[index / size];
        }

        return input;
    }

    private float[] Run(float[] image) => models.Aggregate(image, (input, model) => model.Run(input));
}
