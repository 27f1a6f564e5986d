using System.Globalization;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using TorchSharp;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>What must be equal on all processes of a run, as lines of text.</summary>
internal static partial class RunFacts
{
    /// <summary>Number of bytes of a digest that are compared.</summary>
    private const int DigestLength = 8;

    /// <summary>
    /// The position, the options, and a digest of each tensor: weights, statistics, moments and random streams. Without what a process
    /// may change alone: the latents of its samples, and calibrated statistics.
    /// </summary>
    internal static IEnumerable<string> Of(DcganTrainer trainer) =>
    [
        FormattableString.Invariant($"step {trainer.StepCount}, image {trainer.ImagesSeen}, epoch {trainer.Epoch}, step {trainer.EpochStep} of the epoch"),
        .. Options("generator", trainer.Generator.Options),
        .. Options("discriminator", trainer.Discriminator.Options),
        .. Options("trainer", trainer.Options),
        .. Optimizer(StateNames.Generator, trainer.Optimizers.Generator),
        .. Optimizer(StateNames.Discriminator, trainer.Optimizers.Discriminator),
        .. Tensors(trainer),
    ];

    /// <summary>Splits the text of a record into its properties.</summary>
    private static IEnumerable<string> Options(string owner, object options) =>
        Separator().Split(Text(options)).Select(property => $"the {owner} option {property[(property.LastIndexOf('{') + 1)..].Trim(' ', '}')}");

    /// <summary>The text of a record, whose numbers do not depend on the language of this process.</summary>
    private static string Text(object options)
    {
        CultureInfo current = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
            return options.ToString()!;
        }
        finally
        {
            CultureInfo.CurrentCulture = current;
        }
    }

    private static IEnumerable<string> Optimizer(string owner, optim.Optimizer optimizer) =>
        (OptimizerMoments.StateDictionary(optimizer)?.Options ?? []).SelectMany(OptimizerOption.Of)
            .Select(option => FormattableString.Invariant($"the {owner}'s {optimizer.GetType().Name} with {option.Name} = {option.Get()}"));

    private static string[] Tensors(DcganTrainer trainer)
    {
        using IDisposable noGradients = no_grad();
        using DisposeScope scope = NewDisposeScope();
        return
        [
            .. trainer.StateEntries()
                .Where(entry => entry.Name != StateNames.SampleLatents && !CalibrationState.IsKey(entry.Name))
                .Select(entry => entry.Value is Tensor value
                    ? $"{entry.Name} of type {value.dtype} with digest {Digest(value)}"
                    : $"{entry.Name} without a value"),
        ];
    }

    private static string Digest(Tensor value)
    {
        using DisposeScope scope = NewDisposeScope();
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (Tensor part in value.detach().contiguous().flatten().split(1 << 24))
        {
            hash.AppendData(part.cpu().bytes);
        }

        return Convert.ToHexStringLower(hash.GetCurrentHash().AsSpan(0, DigestLength));
    }

    [GeneratedRegex(@", (?=\w+ = )")]
    private static partial Regex Separator();
}
