using TorchSharp;
using Xunit;

namespace Dcgan.Core.Tests.Augmenting;

[Collection(nameof(CountsTensors))]
public sealed class LiveTensorTests
{
    [Fact]
    public void Augmenting_leaves_nothing()
    {
        using torch.Tensor images = Tiny.Images();
        using var augmentation = new Augmentation(
            AugmentationOptions.DiffAugment with { HorizontalFlip = true, InstanceNoise = 0.1, Probability = 0.7 });
        using var nothing = new Augmentation(AugmentationOptions.None);

        LiveTensors.ShouldStayFlat(
            () =>
            {
                using torch.Tensor flipped = augmentation.Flip(images);
                using torch.Tensor augmented = augmentation.Augment(flipped);
                using torch.Tensor same = nothing.Augment(images);
                using torch.Tensor unflipped = nothing.Flip(images);
                augmentation.Observe(0.5, 4);
            },
            repetitions: 20);
    }

    [Fact]
    public void Storing_and_restoring_leaves_nothing()
    {
        using var augmentation = new Augmentation(AugmentationOptions.DiffAugment);

        LiveTensors.ShouldStayFlat(
            () =>
            {
                using DisposeScope scope = torch.NewDisposeScope();
                foreach (StateEntry place in augmentation.StateEntries())
                {
                    place.Restore(place.Value!);
                }
            },
            repetitions: 20);
    }
}
