using System.Reflection;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>
/// How an optimiser updates, as JSON in a checkpoint's metadata: its type, and for each group of parameters the numbers and
/// switches of TorchSharp's options object under their own names (of Adam: LearningRate, InitialLearningRate, beta1 and so
/// on). Schedulers change them, and a run goes on with those that it had.
/// </summary>
/// <param name="Type">The type's name; two types never share a file.</param>
/// <param name="Groups">For each group, numbers by name; a switch is 0 or 1.</param>
internal sealed record StoredOptimizerOptions(string Type, IReadOnlyList<IReadOnlyDictionary<string, double>> Groups)
{
    internal static StoredOptimizerOptions Of(optim.Optimizer optimizer) =>
        new(TypeOf(optimizer), [.. OptionsOf(optimizer).Select(Numbers)]);

    /// <summary>Why an optimiser cannot take these options over, as sentences without their ends.</summary>
    internal IEnumerable<string> DifferencesFrom(StoredOptimizerOptions expected, string network)
    {
        if (Type != expected.Type)
        {
            yield return $"optimizer of the {network}: expected {expected.Type} but found {QuotedText.Of(Type)}";
        }
        else if (Groups.Count != expected.Groups.Count)
        {
            yield return $"optimizer of the {network}: expected {expected.Groups.Count} groups of parameters but found {Groups.Count}";
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

    /// <summary>Puts every number where it was read. They have been held against this optimiser's before.</summary>
    internal void Restore(optim.Optimizer optimizer)
    {
        foreach ((OptimizerOptions options, IReadOnlyDictionary<string, double> numbers) in OptionsOf(optimizer).Zip(Groups))
        {
            foreach ((string name, double number) in numbers)
            {
                Set(options, name, number);
            }
        }
    }

    private static string TypeOf(optim.Optimizer optimizer) =>
        optimizer is FusedAdam { EpsilonHat: true } ? "FusedAdam with EpsilonHat" : optimizer.GetType().Name;

    private static List<OptimizerOptions> OptionsOf(optim.Optimizer optimizer) =>
        (optimizer as OptimizerHelper)?.state_dict().Options ?? [];

    private static Dictionary<string, double> Numbers(OptimizerOptions options) => Members(options.GetType())
        .Select(member => (member.Name, Value: Get(options, member)))
        .Where(member => member.Value is not null)
        .OrderBy(member => member.Name, StringComparer.Ordinal)
        .ToDictionary(member => member.Name, member => member.Value!.Value, StringComparer.Ordinal);

    private static IEnumerable<MemberInfo> Members(Type type) => type
        .GetMembers(BindingFlags.Public | BindingFlags.Instance)
        .Where(member => member is FieldInfo or PropertyInfo { CanRead: true, CanWrite: true });

    private static double? Get(OptimizerOptions options, MemberInfo member) =>
        (member is FieldInfo field ? field.GetValue(options) : ((PropertyInfo)member).GetValue(options)) switch
        {
            double number => number,
            bool isOn => isOn ? 1 : 0,
            int count => count,
            long count => count,
            _ => null,
        };

    private static void Set(OptimizerOptions options, string name, double number)
    {
        MemberInfo member = Members(options.GetType()).Single(member => member.Name == name);
        Type type = member is FieldInfo field ? field.FieldType : ((PropertyInfo)member).PropertyType;
        type = Nullable.GetUnderlyingType(type) ?? type;
        object value = type == typeof(bool) ? number != 0
            : type == typeof(int) ? (int)number
            : type == typeof(long) ? (long)number
            : number;
        if (member is FieldInfo asField)
        {
            asField.SetValue(options, value);
        }
        else
        {
            ((PropertyInfo)member).SetValue(options, value);
        }
    }
}
