using FluentAssertions;
using TorchSharp;
using Xunit;

namespace Dcgan.Core.Tests.Golden;

/// <summary>
/// Networks of PyTorch's DCGAN example: their images and logits are PyTorch's own, which eng/pytorch-test.py has written with
/// PyTorch 2.6.
/// </summary>
public sealed class PyTorchTests : IDisposable
{
    private readonly DisposeScope scope = torch.NewDisposeScope();
    private readonly TestFolder folder = new();

    public void Dispose()
    {
        folder.Dispose();
        scope.Dispose();
    }

    [Theory]
    [InlineData("float32", 1e-6)]
    [InlineData("float64", 1e-13)]
    public void Images_and_logits_are_PyTorchs(string type, double precision)
    {
        using SafetensorsFile golden = SafetensorsFile.Open(PathOf(type, "golden"));
        using Generator generator = Generator.OpenPyTorch(PathOf(type, "generator"));
        using Discriminator discriminator = Discriminator.OpenPyTorch(PathOf(type, "discriminator"));
        generator.eval();
        discriminator.eval();
        torch.Tensor images = golden.Read("images");
        torch.Tensor[] turned = [images, -images, images.flip(2), images.transpose(2, 3).contiguous()];

        using IDisposable noGradients = torch.no_grad();
        Difference(generator.call(golden.Read("latents")), images).Should().BeLessThan(precision);
        Difference(torch.cat([.. turned.Select(each => discriminator.call(each).flatten())]), golden.Read("logits")).Should().BeLessThan(precision);
        Difference(generator.Sample(golden.Read("latents"), statistics: SamplingStatistics.Running), images).Should().BeLessThan(precision);
    }

    [Fact]
    public void The_options_are_those_of_the_file()
    {
        using Generator generator = Generator.OpenPyTorch(PathOf("float32", "generator"));
        using Discriminator discriminator = Discriminator.OpenPyTorch(PathOf("float64", "discriminator"));

        generator.Options.Should().Be(GeneratorOptions.Paper with { LatentSize = 3, Depths = [8, 4, 2, 1], KernelSize = 4, ImageChannels = 1 });
        discriminator.Options.Should().Be(DiscriminatorOptions.Paper with { Depths = [1, 2, 4], KernelSize = 4, ImageChannels = 2, Logits = 1 });
        generator.parameters().Concat(discriminator.parameters()).Should().OnlyContain(parameter => parameter.requires_grad);
        discriminator.parameters().Should().OnlyContain(parameter => parameter.dtype == torch.float64);
    }

    [Fact]
    public void Both_networks_train_on_and_resume()
    {
        using var trainer = new DcganTrainer(
            Generator.OpenPyTorch(PathOf("float64", "generator")),
            Discriminator.OpenPyTorch(PathOf("float64", "discriminator")),
            new() { Loss = new() { Objective = AdversarialObjective.NonSaturating }, Schedule = UpdateSchedule.Alternating() });
        using var random = new torch.Generator(1, torch.CPU);
        torch.Tensor images = torch.empty(4, 2, 32, 32, torch.float64).uniform_(-1, 1, random);
        trainer.Step(images);
        trainer.Save(folder["run"]);
        using DcganTrainer resumed = DcganTrainer.Open(folder["run"]);

        trainer.Step(images);
        resumed.Step(images);

        Tiny.Values(resumed).ShouldHaveTheBitsOf(Tiny.Values(trainer));
    }

    [Theory]
    [InlineData("main.12.bias", "generator")]
    [InlineData("main.0.bias", "discriminator")]
    [InlineData("main.11.bias", "discriminator")]
    public void A_bias_that_no_batch_normalization_follows_is_kept(string name, string network)
    {
        Dictionary<string, torch.Tensor> tensors = Tensors(network);
        string path = Write(tensors.Append(new(name, torch.full(1, 0.25f))));

        torch.nn.Module opened = network == "generator" ? Generator.OpenPyTorch(path) : Discriminator.OpenPyTorch(path);

        string target = name switch { "main.12.bias" => "stages.3.bias", "main.0.bias" => "stages.0.bias", _ => "classifier.bias" };
        Tiny.Values(opened)[target].Should().Equal(0.25);
        opened.Dispose();
    }

    public static TheoryData<string, string, string> Refused => new()
    {
        { "generator", "main.0.weight 3,8,5,5", "does not fit the generator of PyTorch's DCGAN example. main.0.weight: expected Float32 [3, 8, 4, 4] but found Float32 [3, 8, 5, 5]." },
        { "generator", "main.3.weight 8,4,3,3", "main.3.weight: expected Float32 [8, 4, 4, 4] but found Float32 [8, 4, 3, 3]." },
        { "generator", "main.6.weight 8,2,4,4", "main.6.weight: expected Float32 [4, 2, 4, 4] but found Float32 [8, 2, 4, 4]." },
        { "generator", "main.3.bias 4", "'main.3.bias': expected none but found Float32 [4]." },
        { "generator", "attention.weight 4", "'attention.weight': expected none but found Float32 [4]." },
        { "generator", "main.4.running_var", "main.4.running_var: expected Float32 [4] but found none." },
        { "generator", "main.0.weight", "tensor 'main.0.weight': must be the kernels of a layer, [in, out, 4, 4], as in the generator of PyTorch's DCGAN example, but is missing." },
        { "generator", "main.7.weight 3", "main.7.weight: expected Float32 [2] but found Float32 [3]." },
        { "discriminator", "main.2.bias 2", "'main.2.bias': expected none but found Float32 [2]." },
        { "discriminator", "main.1.weight 1", "'main.1.weight': expected none but found Float32 [1]." },
        { "discriminator", "main.11.weight 2,8,4,4", "main.11.weight: expected Float32 [1, 8, 4, 4] but found Float32 [2, 8, 4, 4]." },
        { "discriminator", "main.11.weight 1,8,2,2", "main.11.weight: expected Float32 [1, 8, 4, 4] but found Float32 [1, 8, 2, 2]." },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_has_no_counterpart_is_refused_by_name(string network, string change, string message)
    {
        string[] parts = change.Split(' ');
        Dictionary<string, torch.Tensor> tensors = Tensors(network);
        _ = tensors.Remove(parts[0]);
        if (parts.Length > 1)
        {
            tensors[parts[0]] = torch.ones([.. parts[1].Split(',').Select(long.Parse)]);
        }

        string path = Write(tensors);
        Action open = network == "generator" ? () => Generator.OpenPyTorch(path) : () => Discriminator.OpenPyTorch(path);

        open.Should().Throw<CheckpointException>().Which.Message.Should().StartWith(path + ": ").And.EndWith(message);
    }

    [Fact]
    public void The_other_network_is_refused()
    {
        FluentActions.Invoking(() => Generator.OpenPyTorch(PathOf("float32", "discriminator"))).Should().Throw<CheckpointException>().WithMessage(
            "*tensor 'main.3.weight': must be the kernels of a layer, [in, out, 4, 4], as in the generator of PyTorch's DCGAN example, but is Float32 [2].");
        FluentActions.Invoking(() => Discriminator.OpenPyTorch(PathOf("float32", "generator"))).Should().Throw<CheckpointException>().WithMessage(
            "*tensor 'main.2.weight': must be the kernels of a layer, [out, in, 4, 4], as in the discriminator of PyTorch's DCGAN example, but is missing.");
    }

    [Fact]
    public void A_variance_below_0_is_refused()
    {
        Dictionary<string, torch.Tensor> tensors = Tensors("generator");
        tensors["main.4.running_var"].fill_(-1);
        string path = Write(tensors);

        FluentActions.Invoking(() => Generator.OpenPyTorch(path)).Should().Throw<CheckpointException>()
            .WithMessage("*tensor 'main.4.running_var': every variance must be at least 0.");
    }

    [Theory]
    [InlineData("generator", "main.0.weight", float.PositiveInfinity)]
    [InlineData("generator", "main.4.running_mean", float.NegativeInfinity)]
    [InlineData("generator", "main.4.running_var", float.NaN)]
    [InlineData("discriminator", "main.3.bias", float.NaN)]
    public void A_value_that_is_not_finite_is_refused(string network, string name, float value)
    {
        Dictionary<string, torch.Tensor> tensors = Tensors(network);
        tensors[name].view(-1)[0].fill_(value);
        string path = Write(tensors);
        Action open = network == "generator" ? () => Generator.OpenPyTorch(path) : () => Discriminator.OpenPyTorch(path);

        open.Should().Throw<CheckpointException>().WithMessage($"*tensor '{name}': every value must be finite.");
    }

    [Fact]
    public void Opening_a_state_dict_as_a_checkpoint_names_the_methods_that_open_it() =>
        FluentActions.Invoking(() => Generator.Open(Write(Tensors("generator")))).Should().Throw<CheckpointException>().WithMessage(
            "*this is not a checkpoint: its metadata has no 'dcgan.format_version'. A state dict of PyTorch's DCGAN example opens with Generator.OpenPyTorch or Discriminator.OpenPyTorch.");

    [Fact]
    public void Sizes_that_no_network_can_have_are_refused()
    {
        Dictionary<string, torch.Tensor> tensors = new() { ["main.0.weight"] = torch.ones(1, 1, 4, 4) };
        for (int layer = 1; layer <= 14; layer++)
        {
            tensors[$"main.{3 * layer}.weight"] = torch.ones(1, 1, 4, 4);
            foreach (string name in (string[])["weight", "bias", "running_mean", "running_var"])
            {
                tensors[$"main.{(3 * layer) - 2}.{name}"] = torch.ones(1);
            }
        }

        string path = Write(tensors);

        FluentActions.Invoking(() => Generator.OpenPyTorch(path)).Should().Throw<CheckpointException>()
            .WithMessage("*the sizes of its layers do not fit a generator: BaseSize: 4 doubled by 14 stages must give image sides of at most 32768 pixels.");
    }

    private static string PathOf(string type, string file) =>
        Path.Combine(AppContext.BaseDirectory, "Golden", $"pytorch-{type}-{file}.safetensors");

    private static Dictionary<string, torch.Tensor> Tensors(string network)
    {
        using SafetensorsFile file = SafetensorsFile.Open(PathOf("float32", network));
        return new(file.ReadAll());
    }

    private static double Difference(torch.Tensor one, torch.Tensor other) => (one - other).abs().max().to(torch.float64).item<double>();

    private string Write(IEnumerable<KeyValuePair<string, torch.Tensor>> tensors)
    {
        SafetensorsFile.Write(folder["network"], tensors);
        return folder["network"];
    }
}
