using FluentAssertions;
using TorchSharp;

namespace Dcgan.Core.Tests.Golden;

/// <summary>
/// Compares the library with the reference in float64. The computations are mathematically the same, so the numbers differ
/// only by rounding, which stays below 1e-9 of a tensor's largest value.
/// </summary>
internal static class GoldenComparison
{
    private const double Tolerance = 1e-9;

    internal static string[] Files => ["24px-rgb", "16px-gray"];

    internal static void ForwardPassAndLosses(string name, torch.Device device)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using GoldenFile golden = GoldenFile.Read(name);
        using DcganTrainer trainer = Trainer(golden, device);

        torch.Tensor generated = trainer.Generator.call(golden["z"].to(device));
        torch.Tensor generatedLogits = trainer.Discriminator.call(generated);
        torch.Tensor realLogits = trainer.Discriminator.call(ReferenceLayout.Images(golden["traindata"]).to(device));
        using var loss = new DcganLoss();
        (torch.Tensor generatorLoss, torch.Tensor discriminatorLoss) = loss.call(realLogits, generatedLogits);

        ShouldEqual(generated, ReferenceLayout.Images(golden["generated"]), "images");
        ShouldEqual(generatedLogits, golden["g_outputs"], "logits of generated images");
        ShouldEqual(realLogits, golden["t_outputs"], "logits of real images");
        ShouldEqual(generatorLoss.view(1), golden["g_loss"], "generator loss");
        ShouldEqual(discriminatorLoss.view(1), golden["d_loss"], "discriminator loss");
    }

    internal static void EveryGradient(string name, torch.Device device)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using GoldenFile golden = GoldenFile.Read(name);
        using DcganTrainer trainer = Trainer(golden, device);

        torch.Tensor generatedLogits = trainer.Discriminator.call(trainer.Generator.call(golden["z"].to(device)));
        torch.Tensor realLogits = trainer.Discriminator.call(ReferenceLayout.Images(golden["traindata"]).to(device));
        using var loss = new DcganLoss();
        (torch.Tensor generatorLoss, torch.Tensor discriminatorLoss) = loss.call(realLogits, generatedLogits);
        Dictionary<string, torch.Tensor> gradients = Gradients(trainer.Generator, "generator", generatorLoss);
        foreach ((string key, torch.Tensor gradient) in Gradients(trainer.Discriminator, "discriminator", discriminatorLoss))
        {
            gradients.Add(key, gradient);
        }

        int compared = 0;
        foreach ((string variable, string? key) in Variables(golden))
        {
            torch.Tensor expected = ReferenceLayout.ToLibrary(variable, golden[$"gradient/{variable}"], golden);
            if (key is null)
            {
                // The library has no such bias: batch normalization subtracts it, so no output depends on it.
                expected.abs().max().item<double>().Should().BeLessThan(1e-12, variable);
                continue;
            }

            ShouldEqual(gradients[key], expected, variable);
            compared++;
        }

        compared.Should().Be(gradients.Count, "every parameter has a counterpart in the reference");
    }

    internal static void VariablesAfterSteps(string name, torch.Device device)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using GoldenFile golden = GoldenFile.Read(name);
        using DcganTrainer trainer = Trainer(golden, device);
        torch.Tensor images = ReferenceLayout.Images(golden["traindata"]);

        DcganStep first = trainer.Step(images, latents: golden["z"].to(device));
        first.GeneratorLoss.Should().BeApproximately(golden["g_loss"].item<double>(), Tolerance);
        first.DiscriminatorLoss.Should().BeApproximately(golden["d_loss"].item<double>(), Tolerance);
        ShouldHoldVariables(trainer, golden, "after1");

        trainer.Step(images, latents: golden["z"].to(device));
        trainer.Step(images, latents: golden["z"].to(device));
        ShouldHoldVariables(trainer, golden, "after3");
    }

    private static DcganTrainer Trainer(GoldenFile golden, torch.Device device)
    {
        DcganTrainer trainer = DcganTrainer.Create(golden.Generator, golden.Discriminator);
        trainer.to(torch.float64).to(device);
        Dictionary<string, torch.Tensor> state = trainer.state_dict();
        using IDisposable noGradients = torch.no_grad();
        foreach ((string variable, string? key) in Variables(golden).Where(pair => pair.Key is not null))
        {
            state[key!].copy_(ReferenceLayout.ToLibrary(variable, golden[$"initial/{variable}"], golden));
        }

        return trainer;
    }

    private static IEnumerable<(string Variable, string? Key)> Variables(GoldenFile golden) =>
        golden.Names.Where(name => name.StartsWith("initial/", StringComparison.Ordinal))
            .Select(name => name["initial/".Length..])
            .Select(variable => (variable, ReferenceLayout.KeyOf(variable, golden.Generator)));

    private static Dictionary<string, torch.Tensor> Gradients(torch.nn.Module network, string prefix, torch.Tensor loss)
    {
        (string Name, TorchSharp.Modules.Parameter Parameter)[] named = [.. network.named_parameters()];
        IList<torch.Tensor> gradients = torch.autograd.grad([loss], [.. named.Select(pair => pair.Parameter)], retain_graph: true);
        return named.Zip(gradients).ToDictionary(pair => $"{prefix}.{pair.First.Name}", pair => pair.Second);
    }

    private static void ShouldHoldVariables(DcganTrainer trainer, GoldenFile golden, string moment)
    {
        Dictionary<string, torch.Tensor> state = trainer.state_dict();
        foreach ((string variable, string? key) in Variables(golden).Where(pair => pair.Key is not null))
        {
            ShouldEqual(state[key!], ReferenceLayout.ToLibrary(variable, golden[$"{moment}/{variable}"], golden), $"{moment}/{variable}");
        }
    }

    private static void ShouldEqual(torch.Tensor actual, torch.Tensor expected, string what)
    {
        actual.shape.Should().Equal(expected.shape, what);
        double scale = expected.abs().max().item<double>();
        double difference = (actual.cpu() - expected).abs().max().item<double>();
        difference.Should().BeLessThanOrEqualTo(Tolerance * scale, "{0} should equal the reference's, largest value {1}", what, scale);
    }
}
