using Dcgan.Core.Safetensors;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Dcgan.Core;

/// <summary>
/// The state dict of a network of PyTorch's DCGAN example: a sequence of convolutions with 4x4 kernels, each with batch
/// normalization except where an image or a score enters or leaves. The first layer of the generator maps [N, Z, 1, 1] to
/// [N, depth, 4, 4], and the last layer of the discriminator maps [N, depth, 4, 4] to [N, 1, 1, 1], with stride 1 and no padding.
/// All other layers have stride 2 and padding 1.
/// </summary>
internal sealed class PyTorchNetworks
{
    /// <summary>Constant that PyTorch adds to a variance.</summary>
    private const double Epsilon = 1e-5;

    private const string Prefix = "main.";

    /// <summary>The prefix of a network that was saved from DataParallel.</summary>
    private const string ModulePrefix = "module." + Prefix;

    /// <summary>Side of all kernels, and of the smallest feature maps.</summary>
    internal const int Side = 4;

    private readonly SafetensorsFile file;
    private readonly bool isGenerator;
    private readonly string prefix;
    private readonly ScalarType type;

    private PyTorchNetworks(SafetensorsFile file, bool isGenerator)
    {
        (this.file, this.isGenerator) = (file, isGenerator);
        prefix = file.Tensors.Any(tensor => tensor.Name.StartsWith(ModulePrefix, StringComparison.Ordinal)) ? ModulePrefix : Prefix;
        long[][] kernels = [.. Enumerable.Range(0, int.MaxValue).Select(Kernel).TakeWhile(kernel => kernel is not null).Select(kernel => kernel!)];
        if (kernels.Length < 2)
        {
            throw NoKernel(Name(kernels.Length, "weight"));
        }

        (int input, int output) = isGenerator ? (0, 1) : (1, 0);
        Channels = [.. kernels.Select(kernel => Size(kernel[input])).Take(1), .. kernels.Select(kernel => Size(kernel[output]))];
        type = file.TryGet(Name(0, "weight"), out SafetensorsTensor? first) && ExpectedWeights.IsOfParameters(first.Type)
            ? first.Type
            : throw new CheckpointException(file.Path, Name(0, "weight"), "must be Float32, Float64, BFloat16 or Float16.");
        ExpectedTensor[] expected = [.. Enumerable.Range(0, Layers).SelectMany(Expected)];
        CheckpointMatch.ThrowIfAny(
            file.Path,
            $"the {Network} of PyTorch's DCGAN example",
            CheckpointMatch.Faults(expected, file).Concat(CheckpointMatch.Unexpected(expected, file)));
    }

    /// <summary>
    /// Numbers of channels: of the input of the first layer, then of the output of each layer. For a generator, the first number is
    /// the size of a latent.
    /// </summary>
    internal IReadOnlyList<int> Channels { get; }

    private int Layers => Channels.Count - 1;

    private string Network => isGenerator ? "generator" : "discriminator";

    /// <summary>What to do with a file that looks like such a state dict, as a sentence after a space; empty for other files.</summary>
    internal static string AdviceFor(SafetensorsFile file) =>
        file.Tensors.Any(tensor => tensor.Name.StartsWith(Prefix, StringComparison.Ordinal) || tensor.Name.StartsWith(ModulePrefix, StringComparison.Ordinal))
            ? " A state dict of PyTorch's DCGAN example opens with Generator.OpenPyTorch or Discriminator.OpenPyTorch."
            : string.Empty;

    /// <summary>Reads the sizes of a generator.</summary>
    /// <exception cref="CheckpointException">The file is not the state dict of such a generator.</exception>
    internal static PyTorchNetworks Generator(SafetensorsFile file) => new(file, isGenerator: true);

    /// <summary>Reads the sizes of a discriminator.</summary>
    /// <exception cref="CheckpointException">The file is not the state dict of such a discriminator.</exception>
    internal static PyTorchNetworks Discriminator(SafetensorsFile file) => new(file, isGenerator: false);

    /// <summary>Builds a network of these sizes and copies the weights and the running statistics.</summary>
    /// <param name="build">Builds the network, with biases of 0.</param>
    /// <returns>The network, which the caller disposes.</returns>
    /// <exception cref="CheckpointException">The sizes are too large, or the data of a tensor cannot be read or is invalid.</exception>
    internal TNetwork Open<TNetwork>(Func<TNetwork> build)
        where TNetwork : Module
    {
        try
        {
            return CheckpointOpening.Build(type, build, Load);
        }
        catch (ArgumentException error)
        {
            throw new CheckpointException(file.Path, null, $"the sizes of its layers do not fit a {Network}: {CheckpointOpening.Rule(error)}", error);
        }
    }

    private void Load(Module network)
    {
        using IDisposable noGradients = no_grad();
        Dictionary<string, Tensor> targets = network.state_dict();
        for (int layer = 0; layer < Layers; layer++)
        {
            using DisposeScope scope = NewDisposeScope();
            string target = Target(layer);
            _ = targets[$"{target}.weight"].copy_(Counterpart(layer, Read(Name(layer, "weight"))));
            if (file.Contains(Name(layer, "bias")))
            {
                _ = targets[$"{target}.bias"].copy_(Read(Name(layer, "bias")));
            }

            if (IsNormalized(layer))
            {
                LoadNorm(layer, targets, isGenerator && layer == 0 ? "project.norm" : $"{target}.norm");
            }
        }
    }

    /// <summary>
    /// Copies a batch normalization. Its scale makes up for the larger constant that this library adds to the variance. The running
    /// variance stays as it is, so that batches with this variance are normalized as in PyTorch.
    /// </summary>
    private void LoadNorm(int layer, Dictionary<string, Tensor> targets, string target)
    {
        Tensor variance = Read(NormName(layer, "running_var")).to(float64);
        if (!variance.Ge(0).all().item<bool>())
        {
            throw new CheckpointException(file.Path, NormName(layer, "running_var"), "every variance must be at least 0.");
        }

        Tensor scale = Read(NormName(layer, "weight")).to(float64);
        _ = targets[$"{target}.weight"].copy_(scale * (variance.Add(BatchNormalization.Epsilon) / variance.Add(Epsilon)).sqrt());
        _ = targets[$"{target}.bias"].copy_(Read(NormName(layer, "bias")));
        _ = targets[$"{target}.running_mean"].copy_(Read(NormName(layer, "running_mean")));
        _ = targets[$"{target}.running_var"].copy_(variance);
    }

    /// <exception cref="CheckpointException">The data of the tensor cannot be read, or a value is not finite.</exception>
    private Tensor Read(string name)
    {
        Tensor values = file.Read(name);
        return values.isfinite().all().item<bool>() ? values : throw new CheckpointException(file.Path, name, "every value must be finite.");
    }

    /// <summary>The weight of this library's layer with the same outputs.</summary>
    private Tensor Counterpart(int layer, Tensor kernel) => (isGenerator, layer) switch
    {
        (true, 0) => kernel.permute(2, 3, 1, 0).flatten(0, 2), // Linear, [rows, columns, depth] by Z.
        (false, _) when layer == Layers - 1 => kernel.permute(0, 2, 3, 1).flatten(1), // Linear, 1 by [rows, columns, depth].
        _ => kernel,
    };

    /// <summary>Key of the module of this library's layer with the weight and the bias.</summary>
    private string Target(int layer) => isGenerator
        ? layer == 0 ? "project.linear" : $"stages.{layer - 1}"
        : layer == Layers - 1 ? "classifier" : $"stages.{layer}";

    private bool IsNormalized(int layer) => layer < Layers - 1 && (isGenerator || layer > 0);

    private IEnumerable<ExpectedTensor> Expected(int layer)
    {
        // A discriminator's only output is its score.
        int to = isGenerator || layer < Layers - 1 ? Channels[layer + 1] : 1;
        long[] shape = isGenerator ? [Channels[layer], to, Side, Side] : [to, Channels[layer], Side, Side];
        ExpectedTensor weight = new(Name(layer, "weight"), type, shape);
        return IsNormalized(layer)
            ?
            [
                weight,
                .. ((string[])["weight", "bias", "running_mean", "running_var"]).Select(name => new ExpectedTensor(NormName(layer, name), type, [to])),
                new(NormName(layer, "num_batches_tracked"), ScalarType.Int64, [], IsRequired: false),
            ]
            : [weight, new(Name(layer, "bias"), type, [to], IsRequired: false)];
    }

    /// <summary>Name of a tensor of a convolution. The activation between the first two layers of a discriminator has no BN before it.</summary>
    private string Name(int layer, string tensor) => $"{prefix}{Index(layer)}.{tensor}";

    private string NormName(int layer, string tensor) => $"{prefix}{Index(layer) + 1}.{tensor}";

    private int Index(int layer) => isGenerator || layer == 0 ? 3 * layer : (3 * layer) - 1;

    /// <summary>Shape of the kernels of a layer; null if the file has no such layer.</summary>
    private long[]? Kernel(int layer) =>
        file.TryGet(Name(layer, "weight"), out SafetensorsTensor? weight) && weight.Shape.Count == 4 ? [.. weight.Shape] : null;

    private int Size(long channels) => channels is >= 1 and <= int.MaxValue
        ? (int)channels
        : throw new CheckpointException(file.Path, null, $"a layer has {channels} channels, but a {Network} has from 1 to {int.MaxValue}.");

    private CheckpointException NoKernel(string name) => new(
        file.Path,
        name,
        $"must be the kernels of a layer, [{(isGenerator ? "in, out" : "out, in")}, 4, 4], as in the {Network} of PyTorch's DCGAN example, but is "
        + (file.TryGet(name, out SafetensorsTensor? found) ? $"{found.Type} [{string.Join(", ", found.Shape)}]." : "missing."));
}
