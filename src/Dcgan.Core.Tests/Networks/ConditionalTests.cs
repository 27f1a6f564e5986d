using FluentAssertions;
using TorchSharp;
using Xunit;

namespace Dcgan.Core.Tests.Networks;

/// <summary>Tests networks with classes.</summary>
public sealed class ConditionalTests
{
    private static readonly GeneratorOptions Joins = Tiny.Generator with { Classes = 3, LabelSize = 4 };

    private static readonly GeneratorOptions Modulates = Tiny.Generator with { Classes = 3 };

    private static readonly DiscriminatorOptions Judges = Tiny.Discriminator with { Classes = 3 };

    private static torch.Tensor Labels(params long[] labels) => torch.tensor(labels);

    private static Generator Generator(int labelSize, ComputePrecision precision = ComputePrecision.Float32) =>
        TrainedNetworks.Generator(Joins with { LabelSize = labelSize, Precision = precision });

    [Fact]
    public void State_dict_keys_are_a_contract()
    {
        using var generator = new Generator(Joins);
        using var modulated = new Generator(Modulates);
        using var discriminator = new Discriminator(Judges);
        using var plainGenerator = new Generator(Tiny.Generator);
        using var plainDiscriminator = new Discriminator(Tiny.Discriminator);

        generator.state_dict().Keys.Except(plainGenerator.state_dict().Keys).Should().Equal("labels.weight");
        generator.state_dict()["labels.weight"].shape.Should().Equal(3, 4);
        generator.state_dict()["project.linear.weight"].shape.Should().Equal(24, 9);
        modulated.state_dict()["labels.weight"].shape.Should().Equal(3, 2 * Modulates.Depths.Sum());
        modulated.state_dict()["project.linear.weight"].shape.Should().Equal(24, 5);
        discriminator.state_dict().Keys.Except(plainDiscriminator.state_dict().Keys).Should().Equal("labels.weight");
        discriminator.state_dict()["labels.weight"].shape.Should().Equal(3, 6);
    }

    [Theory]
    [InlineData(SamplingStatistics.Running, 4)]
    [InlineData(SamplingStatistics.Calibrated, 4)]
    [InlineData(SamplingStatistics.Running, 0)]
    [InlineData(SamplingStatistics.Calibrated, 0)]
    public void A_latent_gives_an_image_for_each_label_and_the_same_image_for_the_same(SamplingStatistics statistics, int labelSize)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using Generator generator = Generator(labelSize);
        generator.Calibrate(30);
        torch.Tensor latents = generator.DrawLatents(1, seed: 1).expand(4, 5);

        torch.Tensor images = generator.Sample(latents, Labels(0, 1, 2, 1), statistics);

        images.shape.Should().Equal(4, 3, 8, 8);
        (images[1] - images[3]).abs().max().item<float>().Should().BeLessThan(1e-6f);
        (images[0] - images[1]).abs().max().item<float>().Should().BeGreaterThan(1e-3f);
        (images[2] - images[1]).abs().max().item<float>().Should().BeGreaterThan(1e-3f);
    }

    [Fact]
    public void The_scales_and_shifts_of_a_class_change_the_normalized_maps_of_every_layer()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using Generator generator = Generator(labelSize: 0);
        using Generator plain = Unconditional(generator);
        generator.to(torch.float64);
        plain.to(torch.float64);
        torch.Tensor latents = generator.DrawLatents(6, seed: 1);
        torch.Tensor vector = generator.state_dict()["labels.weight"][1];
        long first = 0;
        foreach (string norm in new[] { "project.norm", "stages.0.norm" })
        {
            // weight · x + bias becomes (weight · x + bias) · (1 + scale) + shift.
            (torch.Tensor weight, torch.Tensor bias) = (plain.state_dict()[norm + ".weight"], plain.state_dict()[norm + ".bias"]);
            torch.Tensor scale = vector.narrow(0, first, weight.numel()) + 1;
            torch.Tensor shift = vector.narrow(0, first + weight.numel(), weight.numel());
            using IDisposable noGradients = torch.no_grad();
            weight.mul_(scale);
            bias.mul_(scale).add_(shift);
            first += 2 * weight.numel();
        }

        torch.Tensor images = generator.forward(latents, Labels(1, 1, 1, 1, 1, 1));

        (images - plain.forward(latents)).abs().max().item<double>().Should().BeLessThan(1e-12);
        (images - generator.forward(latents, Labels(0, 0, 0, 0, 0, 0))).abs().max().item<double>().Should().BeGreaterThan(1e-3);
        first.Should().Be(vector.numel());
    }

    /// <summary>A generator without classes that has the weights of one with classes.</summary>
    private static Generator Unconditional(Generator generator)
    {
        var plain = new Generator(Tiny.Generator);
        plain.load_state_dict(generator.state_dict().Where(entry => entry.Key != "labels.weight").ToDictionary());
        return plain;
    }

    [Fact]
    public void Before_training_an_image_depends_far_more_on_its_latent_than_on_its_label()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using var generator = new Generator(GeneratorOptions.Paper with { Depths = [16, 8], Classes = 10, LabelSize = 32 });
        generator.Calibrate();
        torch.Tensor latents = generator.DrawLatents(10, seed: 1).repeat_interleave(10, 0);

        torch.Tensor images = generator.Sample(latents, torch.arange(10, torch.int64).repeat(10)).view(10, 10, -1); // latents, labels

        double byLabel = images.var(1).mean().item<float>();
        double byLatent = images.var(0).mean().item<float>();
        byLabel.Should().BeInRange(byLatent * 0.002, byLatent * 0.05); // A label has the length 1, and 100 normal latents have 10.
    }

    [Theory]
    [InlineData(4)]
    [InlineData(0)]
    public void A_sample_of_a_seed_has_the_latents_of_the_seed_and_one_class_after_the_other(int labelSize)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using Generator generator = Generator(labelSize);
        generator.Calibrate();
        using FrozenGenerator frozen = generator.Freeze();
        torch.Tensor latents = generator.DrawLatents(70, seed: 0);
        torch.Tensor labels = torch.arange(70, torch.int64).remainder_(3);

        torch.Tensor images = generator.Sample(70, 0);

        images.requires_grad.Should().BeFalse();
        images.Equals(generator.Sample(latents, labels)).Should().BeTrue();
        images.Equals(generator.Sample(70, 1)).Should().BeFalse();
        frozen.Sample(70, 0).Equals(frozen.Sample(latents, labels)).Should().BeTrue();
    }

    [Theory]
    [InlineData(4)]
    [InlineData(0)]
    public void A_batch_of_latents_and_labels_has_a_graph_to_the_vectors_of_its_classes_only(int labelSize)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using Generator generator = Generator(labelSize);

        generator.forward(generator.DrawLatents(4, seed: 1), Labels(0, 2, 2, 0)).square().sum().backward();

        torch.Tensor gradient = generator.named_parameters().Single(named => named.name == "labels.weight").parameter.grad!;
        gradient[0].abs().sum().item<float>().Should().BePositive();
        gradient[1].abs().sum().item<float>().Should().Be(0);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(0)]
    public void A_frozen_copy_makes_the_same_images_of_labels(int labelSize)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using Generator generator = TrainedNetworks.Generator(Joins with { LabelSize = labelSize }, torch.float64);
        using FrozenGenerator byDefault = generator.Freeze();
        generator.Calibrate();
        using FrozenGenerator frozen = generator.Freeze();
        torch.Tensor latents = generator.DrawLatents(70, seed: 1);
        torch.Tensor labels = torch.arange(70, torch.int64).remainder_(3);

        torch.Tensor images = frozen.Sample(latents, labels);

        (images - generator.Sample(latents, labels)).abs().max().item<double>().Should().BeLessThan(1e-12);
        (images - frozen.Sample(latents, torch.zeros_like(labels)))[1].abs().max().item<double>().Should().BeGreaterThan(0.01);
        byDefault.Sample(latents, labels).Equals(images).Should().BeTrue();
        frozen.Invoking(it => it.Sample(latents)).Should().Throw<ArgumentException>().WithMessage("labels: a network with 3 classes *");
    }

    [Theory]
    [InlineData(4)]
    [InlineData(0)]
    public void Calibration_is_of_every_class_alike(int labelSize)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using Generator generator = Generator(labelSize);
        generator.to(torch.float64);
        torch.Tensor latents = generator.DrawLatents(9, seed: 1);
        torch.Tensor labels = torch.arange(9, torch.int64).remainder_(3);

        generator.Calibrate(latents, 2);

        torch.Tensor together = generator.forward(latents, labels);
        (generator.Sample(latents, labels) - together).abs().max().item<double>().Should().BeLessThan(1e-11);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void The_projection_of_the_features_onto_the_class_is_added_to_real(int logits)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using var discriminator = new Discriminator(Judges with { Logits = logits });
        discriminator.eval();
        torch.Tensor images = Tiny.Images(5);
        torch.Tensor labels = Labels(2, 0, 1, 1, 2);

        torch.Tensor judged = discriminator.forward(images, labels);

        Dictionary<string, torch.Tensor> state = discriminator.state_dict();
        torch.Tensor features = discriminator.Features(images);
        torch.Tensor unconditional = torch.nn.functional.linear(
            features.permute(0, 2, 3, 1).flatten(1), state["classifier.weight"], state["classifier.bias"]);
        torch.Tensor added = judged - unconditional;
        torch.Tensor expected = torch.einsum("nc,nc->n", features.sum([2, 3]), state["labels.weight"].index_select(0, labels));
        (added.select(1, logits - 1) - expected).abs().max().item<float>().Should().BeLessThan(1e-5f);
        expected.abs().min().item<float>().Should().BeGreaterThan(1e-4f);
        if (logits == 2)
        {
            added.select(1, 0).abs().max().item<float>().Should().BeLessThan(1e-6f);
        }

        (torch.Tensor again, torch.Tensor same) = discriminator.Judge(images, labels);
        again.Equals(judged).Should().BeTrue();
        same.Equals(features).Should().BeTrue();
    }

    [Theory]
    [InlineData(ComputePrecision.BFloat16, torch.ScalarType.Float32, 4)]
    [InlineData(ComputePrecision.BFloat16, torch.ScalarType.Float32, 0)]
    [InlineData(ComputePrecision.Float32, torch.ScalarType.Float64, 4)]
    [InlineData(ComputePrecision.Float32, torch.ScalarType.Float64, 0)]
    public void Other_precisions_work(ComputePrecision precision, torch.ScalarType type, int labelSize)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using Generator generator = Generator(labelSize, precision);
        using var discriminator = new Discriminator(Judges with { Precision = precision, SpectralNorm = true });
        generator.to(type);
        discriminator.to(type);

        torch.Tensor images = generator.Make(generator.DrawLatents(4, seed: 1), Labels(0, 1, 2, 0));
        torch.Tensor logits = discriminator.Judge(images, Labels(0, 1, 2, 0)).Logits;

        images.dtype.Should().Be(type);
        logits.dtype.Should().Be(type);
        logits.isfinite().all().item<bool>().Should().BeTrue();
    }

    [Fact]
    public void Labels_that_do_not_fit_are_refused_before_anything_native()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using var generator = new Generator(Modulates);
        using var discriminator = new Discriminator(Judges);
        Dictionary<string, double[]> before = Tiny.Values(discriminator);
        torch.Tensor latents = generator.DrawLatents(2, seed: 1);

        void Refuses(torch.Tensor labels, string message)
        {
            generator.Invoking(it => it.Sample(latents, labels)).Should().Throw<ArgumentException>().WithMessage(message);
            generator.Invoking(it => it.forward(latents, labels)).Should().Throw<ArgumentException>().WithMessage(message);
            discriminator.Invoking(it => it.forward(Tiny.Images(2), labels)).Should().Throw<ArgumentException>().WithMessage(message);
        }

        Refuses(Labels(0, 3), "labels: must be in [0, 2] but one was 3.*");
        Refuses(Labels(-1, 0), "labels: must be in [0, 2] but one was -1.*");
        Refuses(Labels(0, 1, 2), "labels: expected [2] but was [3].*");
        Refuses(torch.zeros(2, 1, torch.int64), "labels: expected [2] but was [2, 1].*");
        Refuses(torch.zeros(2), "labels: expected Int64 but was Float32.*");
        torch.Tensor gone = Labels(0, 1);
        gone.Dispose();
        Refuses(gone, "labels: the tensor has been disposed.*");
        Tiny.Values(discriminator).ShouldHaveTheBitsOf(before);
        generator.Invoking(it => it.Sample(torch.zeros(0, 5), torch.zeros(0, torch.int64))).Should().Throw<ArgumentException>()
            .WithMessage("latents: expected at least 1 row but was 0.*");
        generator.Invoking(it => it.Sample(0, 1)).Should().Throw<ArgumentException>().WithMessage("count: must be at least 1 but was 0.*");
    }

    [Fact]
    public void A_network_with_classes_asks_for_labels_and_one_without_takes_none()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using var generator = new Generator(Modulates);
        using var discriminator = new Discriminator(Judges);
        using var plain = new Generator(Tiny.Generator);
        using var plainDiscriminator = new Discriminator(Tiny.Discriminator);
        torch.Tensor latents = generator.DrawLatents(2, seed: 1);
        const string Needs = "labels: a network with 3 classes needs the class of each row; pass labels [2], int64.*";
        const string TakesNone = "labels: this network has no classes (Classes is 0) and takes no labels.*";

        generator.Invoking(it => it.call(latents)).Should().Throw<ArgumentException>().WithMessage(Needs);
        generator.Invoking(it => it.Sample(latents)).Should().Throw<ArgumentException>().WithMessage(Needs);
        generator.Invoking(it => it.Sample(latents, statistics: SamplingStatistics.Running)).Should().Throw<ArgumentException>().WithMessage(Needs);
        discriminator.Invoking(it => it.call(Tiny.Images(2))).Should().Throw<ArgumentException>().WithMessage(Needs);
        plain.Invoking(it => it.Sample(latents, Labels(0, 0))).Should().Throw<ArgumentException>().WithMessage(TakesNone);
        plainDiscriminator.Invoking(it => it.forward(Tiny.Images(2), Labels(0, 0))).Should().Throw<ArgumentException>().WithMessage(TakesNone);
        generator.Invoking(it => it.Invert(Tiny.Images(1))).Should().Throw<NotSupportedException>()
            .WithMessage("Invert: the generator must have no classes but has 3.");
    }

    [Fact]
    public void Networks_of_unequal_classes_do_not_fit_each_other() =>
        FluentActions.Invoking(() => DcganTrainer.Create(Modulates, Judges with { Classes = 2 }).Dispose()).Should().Throw<ArgumentException>()
            .WithMessage("discriminator: has 2 classes but the generator has 3.*");
}
