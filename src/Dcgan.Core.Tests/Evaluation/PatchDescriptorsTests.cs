using Dcgan.Core.Evaluation;
using FluentAssertions;
using TorchSharp;
using Xunit;

namespace Dcgan.Core.Tests.Evaluation;

public sealed class PatchDescriptorsTests
{
    [Theory]
    [InlineData(7, 7, 0)]
    [InlineData(9, 12, 0)]
    [InlineData(9, 12, 2)]
    public void A_patch_has_the_neighboring_pixels_of_one_image_with_all_their_channels(int height, int width, int before)
    {
        const int count = 3;
        const int channels = 3;
        using DisposeScope scope = torch.NewDisposeScope();
        using var descriptors = new PatchDescriptors(patchesPerImage: 20, seed: 1);

        // Each value is its position in the order [N, H, W, C]. The images may be a part of others.
        int size = height * width * channels;
        torch.Tensor images = torch.arange(-before * size, count * size, torch.float32)
            .reshape(before + count, height, width, channels).narrow(0, before, count).permute(0, 3, 1, 2);
        using PatchBatch batch = descriptors.Copy(images, null);

        batch.Patches.shape.Should().Equal(count * 20, 49, channels);
        for (int patch = 0; patch < count * 20; patch++)
        {
            float[] values = batch.Patches[patch].data<float>().ToArray();
            int pixel = (int)values[0] / channels;
            (pixel / (height * width)).Should().Be(patch / 20, "the patches are in the order of the images");
            (pixel / width % height).Should().BeLessThanOrEqualTo(height - 7);
            (pixel % width).Should().BeLessThanOrEqualTo(width - 7);
            values.Should().Equal(Enumerable.Range(0, values.Length).Select(
                i => (float)((((pixel + (i / channels / 7 * width) + (i / channels % 7)) * channels) + (i % channels)))));
        }
    }
}
