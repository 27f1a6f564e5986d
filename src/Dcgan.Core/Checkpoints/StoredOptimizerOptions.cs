using System.Text.Json.Serialization;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>
/// The options of an optimizer in a checkpoint's metadata: its type and, for each parameter group, the numbers and switches of
/// TorchSharp's options object under their TorchSharp names (for Adam: LearningRate, InitialLearningRate, beta1 and so on).
/// Schedulers change these options, so a resumed run restores them.
/// </summary>
/// <param name="Type">The name of the optimizer's type.</param>
/// <param name="Groups">The options of each parameter group: numbers by name; a switch is 0 or 1.</param>
internal sealed record StoredOptimizerOptions(
    [property: JsonRequired] string Type, [property: JsonRequired] IReadOnlyList<IReadOnlyDictionary<string, double>> Groups)
{
    private const string OwnType = "FusedAdam with EpsilonHat";

    internal static StoredOptimizerOptions Of(optim.Optimizer optimizer) =>
        new(TypeOf(optimizer), [.. OptionsOf(optimizer).Select(Numbers)]);

    /// <summary>Whether a trainer that is built from its options alone has such an optimizer.</summary>
    internal bool IsOfTrainer => Type == OwnType && Groups.Count == 1;

    /// <summary>Lists the reasons why an optimizer cannot take these options.</summary>
    internal IEnumerable<string> DifferencesFrom(StoredOptimizerOptions expected, string network)
    {
        if (Type != expected.Type)
        {
            yield return $"optimizer of the {network}: expected {expected.Type} but found {QuotedText.Of(Type)}";
        }
        else if (Groups.Count != expected.Groups.Count)
        {
            yield return $"optimizer of the {network}: expected {expected.Groups.Count} parameter groups but found {Groups.Count}";
        }
        else
        {
            foreach ((IReadOnlyDictionary<string, double> found, IReadOnlyDictionary<string, double> own) in Groups.Zip(expected.Groups))
            {
                if (!found.Keys.Order(StringComparer.Ordinal).SequenceEqual(own.Keys.Order(StringComparer.Ordinal)))
                {
                    yield return $"optimizer of the {network}: expected the options {string.Join(", ", own.Keys)} but found {QuotedText.Of(string.Join(", ", found.Keys))}";
                }
            }
        }
    }

    /// <summary>Sets all options. Call it only if <see cref="DifferencesFrom"/> has found no difference.</summary>
    internal void Restore(optim.Optimizer optimizer)
    {
        foreach ((OptimizerOptions options, IReadOnlyDictionary<string, double> numbers) in OptionsOf(optimizer).Zip(Groups))
        {
            foreach (OptimizerOption option in OptimizerOption.Of(options).Where(option => numbers.ContainsKey(option.Name)))
            {
                option.Set(numbers[option.Name]);
            }
        }
    }

    private static string TypeOf(optim.Optimizer optimizer) =>
        optimizer is FusedAdam { EpsilonHat: true } ? OwnType : optimizer.GetType().Name;

    private static List<OptimizerOptions> OptionsOf(optim.Optimizer optimizer) =>
        OptimizerMoments.StateDictionary(optimizer)?.Options ?? [];

    private static Dictionary<string, double> Numbers(OptimizerOptions options) => OptimizerOption.Of(options)
        .Select(option => (option.Name, Value: option.Get()))
        .Where(option => option.Value is not null)
        .ToDictionary(option => option.Name, option => option.Value!.Value, StringComparer.Ordinal);
}
