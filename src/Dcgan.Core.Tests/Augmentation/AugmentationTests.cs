using FluentAssertions;
using TorchSharp;
using Xunit;

namespace Dcgan.Core.Tests.Augmenting;

public sealed class AugmentationTests
{
    private static readonly AugmentationOptions Everything =
        AugmentationOptions.DiffAugment with { HorizontalFlip = true, InstanceNoise = 0.1, Probability = 0.7 };

    public static TheoryData<AugmentationOptions> EachTransformation() =>
    [
        new AugmentationOptions { Color = true, Probability = 0.3 },
        new AugmentationOptions { Translation = true, Probability = 0.3 },
        new AugmentationOptions { Cutout = true, Probability = 0.3 },
    ];

    [Fact]
    public void At_probability_0_the_images_are_the_very_images()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using var augmentation = new Augmentation(AugmentationOptions.DiffAugment with { AdaptiveTarget = 0.6 });
        torch.Tensor images = Pictures.Random(4, 3, 8, 12);

        torch.Tensor augmented = augmentation.Augment(images);

        augmented.Should().NotBeSameAs(images);
        augmented.fill_(7);
        images.eq(7).all().item<bool>().Should().BeTrue();
    }

    [Theory]
    [MemberData(nameof(EachTransformation))]
    public void A_transformation_changes_its_share_of_the_images_and_leaves_the_others_exactly(AugmentationOptions options)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using var augmentation = new Augmentation(options);
        torch.Tensor images = Pictures.Random(4000, 1, 16, 24);

        int changed = Pictures.Changed(augmentation.Augment(images), images).Count(it => it);

        // Binomial with a standard deviation of 29. A translation by 0 and 0 pixels, 1 in 35, changes nothing.
        changed.Should().BeInRange(1020, 1350);
    }

    [Fact]
    public void Images_of_one_batch_are_changed_each_in_its_own_way()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using var augmentation = new Augmentation(AugmentationOptions.DiffAugment);
        torch.Tensor images = Pictures.Random(1, 3, 8, 12).expand(16, 3, 8, 12);

        torch.Tensor augmented = augmentation.Augment(images);

        Pictures.Changed(augmented.narrow(0, 1, 15), augmented.narrow(0, 0, 15)).Should().OnlyContain(it => it);
    }

    [Fact]
    public void Half_of_the_real_images_are_mirrored()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using var augmentation = new Augmentation(new AugmentationOptions { HorizontalFlip = true });
        torch.Tensor images = Pictures.Random(1000, 3, 2, 5);

        torch.Tensor flipped = augmentation.Flip(images);

        bool[] changed = Pictures.Changed(flipped, images);
        bool[] unlikeMirrored = Pictures.Changed(flipped, images.flip(3));
        changed.Zip(unlikeMirrored).Should().OnlyContain(pair => pair.First != pair.Second);
        changed.Count(it => it).Should().BeInRange(420, 580);
    }

    [Fact]
    public void Without_the_option_nothing_is_mirrored()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using var augmentation = new Augmentation(AugmentationOptions.DiffAugment);
        torch.Tensor images = Pictures.Random(20, 3, 2, 5);

        Pictures.Distance(augmentation.Flip(images), images).Should().Be(0);
    }

    [Fact]
    public void Noise_decays_in_a_straight_line()
    {
        using var decaying = new Augmentation(new AugmentationOptions { InstanceNoise = 0.2, InstanceNoiseSteps = 10 });
        using var lasting = new Augmentation(new AugmentationOptions { InstanceNoise = 0.2 });

        decaying.NoiseDeviation(0).Should().Be(0.2);
        decaying.NoiseDeviation(5).Should().BeApproximately(0.1, 1e-15);
        decaying.NoiseDeviation(10).Should().Be(0);
        decaying.NoiseDeviation(1_000_000).Should().Be(0);
        lasting.NoiseDeviation(1_000_000).Should().Be(0.2);
        decaying.Invoking(it => it.BeginStep(-1)).Should().Throw<ArgumentException>().WithMessage("step: must be at least 0 but was -1.*");
    }

    [Fact]
    public void Noise_has_the_deviation_of_the_step()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using var augmentation = new Augmentation(new AugmentationOptions { InstanceNoise = 0.2, InstanceNoiseSteps = 10 });
        torch.Tensor images = Pictures.Random(50, 3, 16, 24);

        augmentation.BeginStep(5);
        torch.Tensor noise = augmentation.Augment(images) - images;
        augmentation.BeginStep(10);

        // 57,600 numbers: the standard error of the mean is 0.1 / 240, that of the standard deviation 0.1 / 340. The tolerances
        // are 5 times these.
        noise.mean().item<double>().Should().BeApproximately(0, 0.0021);
        noise.std().item<double>().Should().BeApproximately(0.1, 0.0015);
        Pictures.Distance(augmentation.Augment(images), images).Should().Be(0);
    }

    [Fact]
    public void The_same_seed_gives_the_same_images_and_no_two_calls_do()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using var one = new Augmentation(Everything, seed: 5);
        using var same = new Augmentation(Everything, seed: 5);
        using var other = new Augmentation(Everything, seed: 6);
        torch.Tensor images = Pictures.Random(8, 3, 8, 12);

        torch.Tensor first = one.Augment(one.Flip(images));

        Pictures.Distance(same.Augment(same.Flip(images)), first).Should().Be(0);
        Pictures.Distance(one.Augment(images), same.Augment(images)).Should().Be(0);
        Pictures.Distance(one.Augment(one.Flip(images)), first).Should().BeGreaterThan(0.1);
        Pictures.Distance(other.Augment(other.Flip(images)), first).Should().BeGreaterThan(0.1);
    }

    [Fact]
    public void One_transformations_numbers_do_not_hang_on_anothers_being_there()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using var cutout = new Augmentation(new AugmentationOptions { Cutout = true });
        using var all = new Augmentation(AugmentationOptions.DiffAugment);
        torch.Tensor images = Pictures.Random(8, 3, 8, 12);

        torch.Tensor holes = cutout.Augment(images).eq(0);

        all.Augment(images).masked_select(holes).abs().max().item<double>().Should().Be(0);
    }

    [Fact]
    public void Restored_it_continues_bit_identically()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        AugmentationOptions options = Everything with { AdaptiveTarget = 0.6, AdaptiveImages = 100 };
        using var one = new Augmentation(options, seed: 5);
        torch.Tensor images = Pictures.Random(8, 3, 8, 12);
        for (int step = 0; step < 6; step++)
        {
            one.Augment(one.Flip(images));
            one.Observe(0.9, 8);
        }

        var file = StateEntry.Present(one.StateEntries()).ToDictionary(entry => entry.Key, entry => entry.Value.clone());
        using var resumed = new Augmentation(options, seed: 77);
        foreach (StateEntry entry in resumed.StateEntries())
        {
            entry.Fault!(file[entry.Name]).Should().BeNull();
            entry.Restore(file[entry.Name]);
        }

        file.Keys.Should().Equal("random.augmentation", "augmentation.adaptive");
        for (int step = 0; step < 3; step++)
        {
            resumed.Probability.Should().Be(one.Probability);
            Adaptive(resumed).Should().Equal(Adaptive(one));
            Pictures.Distance(resumed.Augment(resumed.Flip(images)), one.Augment(one.Flip(images))).Should().Be(0);
            one.Observe(0.9, 8);
            resumed.Observe(0.9, 8);
        }

        one.Probability.Should().BeApproximately(0.64, 1e-12);
    }

    [Fact]
    public void Gradients_pass_through_as_through_the_affine_map_that_it_is()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor images = Pictures.Random(6, 3, 8, 12).requires_grad_();
        torch.Tensor step = Pictures.Random(6, 3, 8, 12, seed: 2);
        torch.Tensor weights = Pictures.Random(6, 3, 8, 12, seed: 3);

        torch.Tensor before = Fresh(images);
        torch.Tensor gradient = torch.autograd.grad([before], [images], [weights])[0];

        // <w, A(x + h) - A(x)> is <A'w, h> for any h, however large.
        double change = ((Fresh(images + step) - before) * weights).sum().item<double>();
        (gradient * step).sum().item<double>().Should().BeApproximately(change, 1e-11);
        gradient.abs().max().item<double>().Should().BeGreaterThan(0.1);
    }

    [Fact]
    public void A_penalty_on_the_gradient_has_its_own_gradient()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor images = Pictures.Random(3, 3, 8, 12).requires_grad_();
        torch.Tensor step = Pictures.Random(3, 3, 8, 12, seed: 2) * 1e-5;

        torch.Tensor slope = torch.autograd.grad([Penalty(images)], [images])[0];

        torch.Tensor above = Penalty((images + step).detach().requires_grad_());
        torch.Tensor below = Penalty((images - step).detach().requires_grad_());
        double change = (above - below).item<double>() / 2;
        (slope * step).sum().item<double>().Should().BeApproximately(change, Math.Abs(change) * 1e-6);
    }

    [Theory]
    [InlineData(torch.ScalarType.Float32, 1)]
    [InlineData(torch.ScalarType.BFloat16, 3)]
    [InlineData(torch.ScalarType.Float16, 4)]
    public void Shape_and_type_stay_the_images_own(torch.ScalarType type, int channels)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using var augmentation = new Augmentation(Everything);
        torch.Tensor images = Pictures.Random(2, channels, 5, 3).to(type);

        foreach (torch.Tensor result in (torch.Tensor[])[augmentation.Augment(images), augmentation.Flip(images)])
        {
            result.dtype.Should().Be(type);
            result.shape.Should().Equal(images.shape);
        }
    }

    [Fact]
    public void Layout_in_memory_changes_nothing()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor images = Pictures.Random(4, 3, 8, 12);

        torch.Tensor channelsLast = images.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2);

        Pictures.Distance(Fresh(channelsLast), Fresh(images)).Should().Be(0);
    }

    [Fact]
    public void Images_that_do_not_fit_are_refused()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using var augmentation = new Augmentation(Everything);

        augmentation.Invoking(it => it.Augment(torch.zeros(3, 8, 8))).Should().Throw<ArgumentException>()
            .WithMessage("images: expected [N, C, H, W] but was [3, 8, 8].*");
        augmentation.Invoking(it => it.Augment(torch.zeros(0, 3, 8, 8))).Should().Throw<ArgumentException>()
            .WithMessage("images: expected at least 1 image of at least 1 pixel but was [0, 3, 8, 8].*");
        augmentation.Invoking(it => it.Flip(torch.zeros(2, 3, 8, 8, torch.uint8))).Should().Throw<ArgumentException>()
            .WithMessage("realImages: expected a floating-point type but was Byte.*");
        augmentation.Dispose();
        augmentation.Invoking(it => it.Augment(torch.zeros(2, 3, 8, 8))).Should().Throw<ObjectDisposedException>();
        augmentation.Invoking(it => it.Flip(torch.zeros(2, 3, 8, 8))).Should().Throw<ObjectDisposedException>();
    }

    private static double[] Adaptive(Augmentation augmentation) =>
        augmentation.StateEntries().Single(entry => entry.Name == "augmentation.adaptive").Value!.data<double>().ToArray();

    /// <summary>Augments with a new augmentation, which draws the same random numbers every time.</summary>
    private static torch.Tensor Fresh(torch.Tensor images)
    {
        using var augmentation = new Augmentation(Everything, seed: 3);
        return augmentation.Augment(images);
    }

    /// <summary>|d/dx sum A(x)³|², the form of the R1 penalty of a score.</summary>
    private static torch.Tensor Penalty(torch.Tensor images)
    {
        torch.Tensor score = Fresh(images).pow(3).sum();
        return torch.autograd.grad([score], [images], retain_graph: true, create_graph: true)[0].square().sum();
    }
}
