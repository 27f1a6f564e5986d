using Dcgan.Core;

namespace FaceService.Model;

/// <summary>The images that a model makes first: they show their size, and whether they can be faces at all.</summary>
internal static class FirstImages
{
    /// <summary>Pixels of a side. A full grid is then 4096 pixels wide, 50 MB before it is packed.</summary>
    public const int LargestSize = 256;

    private const int Count = 2;

    /// <param name="facts">What the file says.</param>
    /// <param name="run">Makes images of latents.</param>
    /// <param name="name">Names the file in messages.</param>
    /// <returns>The facts with the images' size.</returns>
    /// <exception cref="StartException">The images cannot be served.</exception>
    public static ModelFacts Check(ModelFacts facts, Func<ReadOnlyMemory<float>, (float[] Images, long[] Shape)> run, string name)
    {
        float[] latents = new float[Count * facts.LatentSize];
        SeededLatents.Fill(latents, facts.LatentSize, facts.Distribution, seed: 0);
        (float[] images, long[] shape) = run(latents);
        if (shape is not [Count, 1 or 3, >= 1 and <= LargestSize, long width] || shape[2] != width)
        {
            throw new StartException(
                $"{name}: images must be [N, 1 or 3, H, H] with H from 1 to {LargestSize}, but {Count} latents gave [{string.Join(", ", shape)}].");
        }

        return Array.TrueForAll(images, float.IsFinite)
            ? facts with { ImageSize = (int)width, Channels = (int)shape[1] }
            : throw new StartException($"{name}: its images hold numbers that are not finite.");
    }
}
