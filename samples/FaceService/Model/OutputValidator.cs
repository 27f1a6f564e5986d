using Dcgan.Core;

namespace FaceService.Model;

/// <summary>Runs the model once to read the shape of its images and to check that the service can serve them.</summary>
internal static class OutputValidator
{
    /// <summary>Maximum height and width in pixels. A full grid of 16x16 faces is then 4096 pixels wide, 50 MB uncompressed.</summary>
    public const int MaxImageSide = 256;

    private const int Count = 2;

    /// <summary>Generates two images and checks their shape and values.</summary>
    /// <param name="info">The model's metadata.</param>
    /// <param name="run">Runs the model on latents, [N, LatentSize] in row-major order, and labels, [N].</param>
    /// <param name="name">The file name, for error messages.</param>
    /// <returns><paramref name="info"/> with the image size and the number of channels.</returns>
    /// <exception cref="StartException">The images have the wrong shape or contain NaN or infinity.</exception>
    public static ModelInfo Validate(ModelInfo info, Func<float[], long[], (float[] Images, long[] Shape)> run, string name)
    {
        float[] latents = new float[Count * info.LatentSize];
        SeededLatents.Fill(latents, info.LatentSize, info.Distribution, seed: 0);
        long[] labels = [0, Math.Max(info.Classes - 1, 0)]; // The last class shows whether the model has as many as the metadata says.
        (float[] images, long[] shape) = run(latents, labels);
        if (shape is not [Count, 1 or 3, >= 1 and <= MaxImageSide, >= 1 and <= MaxImageSide])
        {
            throw new StartException(
                $"{name}: the output for {Count} latents must be [{Count}, 1 or 3, H, W] with H and W in [1, {MaxImageSide}] but was [{string.Join(", ", shape)}].");
        }

        return Array.TrueForAll(images, float.IsFinite)
            ? info with { ImageHeight = (int)shape[2], ImageWidth = (int)shape[3], Channels = (int)shape[1] }
            : throw new StartException($"{name}: the output must be finite but contains NaN or infinity.");
    }
}
