using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Reflection;
using TorchSharp.Modules;

namespace Dcgan.Core;

/// <summary>
/// A number or switch in the options of an optimizer's parameter group, under its TorchSharp name. Options of TorchSharp's types
/// are listed here instead of found by reflection, which trimmed and ahead-of-time compiled programs do not support.
/// </summary>
/// <param name="Name">The name, such as beta1.</param>
/// <param name="Get">Returns the number; a switch is 0 or 1; null if the option is not set.</param>
/// <param name="Set">Sets the number or switch.</param>
internal sealed record OptimizerOption(string Name, Func<double?> Get, Action<double> Set)
{
    private delegate ref T? Field<T>()
        where T : struct;

    /// <summary>The options of a parameter group, in the order of their names.</summary>
    internal static OptimizerOption[] Of(OptimizerOptions options) => [.. (OptimizerStateField.IsTorchSharps(options)
            ? Known(options).Append(new("LearningRate", () => options.LearningRate, value => options.LearningRate = value))
                .Append(new("InitialLearningRate", () => options.InitialLearningRate, value => options.InitialLearningRate = value))
            : Found(options))
        .OrderBy(option => option.Name, StringComparer.Ordinal)];

    private static OptimizerOption[] Known(OptimizerOptions options) => options switch
    {
        Adam.Options it =>
        [
            Number("beta1", () => ref it.beta1), Number("beta2", () => ref it.beta2), Number("eps", () => ref it.eps),
            Number("weight_decay", () => ref it.weight_decay), Switch("amsgrad", () => ref it.amsgrad),
            Switch("maximize", () => ref it.maximize),
        ],
        AdamW.Options it =>
        [
            Number("beta1", () => ref it.beta1), Number("beta2", () => ref it.beta2), Number("eps", () => ref it.eps),
            Number("weight_decay", () => ref it.weight_decay), Switch("amsgrad", () => ref it.amsgrad),
            Switch("maximize", () => ref it.maximize),
        ],
        Adadelta.Options it =>
        [
            Number("rho", () => ref it.rho), Number("eps", () => ref it.eps), Number("weight_decay", () => ref it.weight_decay),
            Switch("maximize", () => ref it.maximize),
        ],
        Adagrad.Options it =>
        [
            Number("lr_decay", () => ref it.lr_decay), Number("initial_accumulator_value", () => ref it.initial_accumulator_value),
            Number("eps", () => ref it.eps), Number("weight_decay", () => ref it.weight_decay),
        ],
        Adamax.Options it =>
        [
            Number("beta1", () => ref it.beta1), Number("beta2", () => ref it.beta2), Number("eps", () => ref it.eps),
            Number("weight_decay", () => ref it.weight_decay),
        ],
        ASGD.Options it =>
        [
            Number("lambd", () => ref it.lambd), Number("alpha", () => ref it.alpha), Number("t0", () => ref it.t0),
            Number("weight_decay", () => ref it.weight_decay), Switch("maximize", () => ref it.maximize),
        ],
        NAdam.Options it =>
        [
            Number("beta1", () => ref it.beta1), Number("beta2", () => ref it.beta2), Number("eps", () => ref it.eps),
            Number("weight_decay", () => ref it.weight_decay), Number("momentum_decay", () => ref it.momentum_decay),
        ],
        RAdam.Options it =>
        [
            Number("beta1", () => ref it.beta1), Number("beta2", () => ref it.beta2), Number("eps", () => ref it.eps),
            Number("weight_decay", () => ref it.weight_decay),
        ],
        RMSProp.Options it =>
        [
            Number("momentum", () => ref it.momentum), Number("alpha", () => ref it.alpha), Number("eps", () => ref it.eps),
            Number("weight_decay", () => ref it.weight_decay), Switch("centered", () => ref it.centered),
            Switch("maximize", () => ref it.maximize),
        ],
        Rprop.Options it =>
        [
            Number("etaminus", () => ref it.etaminus), Number("etaplus", () => ref it.etaplus),
            Number("min_step", () => ref it.min_step), Number("max_step", () => ref it.max_step),
            Switch("maximize", () => ref it.maximize),
        ],
        SGD.Options it =>
        [
            Number("momentum", () => ref it.momentum), Number("dampening", () => ref it.dampening),
            Number("weight_decay", () => ref it.weight_decay), Switch("nesterov", () => ref it.nesterov),
            Switch("maximize", () => ref it.maximize),
        ],
        _ when options.GetType() == typeof(OptimizerOptions) => [], // A host's optimizer that has a learning rate only.
        _ => throw OptimizerStateField.Unknown(options),
    };

    private static OptimizerOption Number(string name, Field<double> field) => new(name, () => field(), value => field() = value);

    private static OptimizerOption Switch(string name, Field<bool> field) =>
        new(name, () => field() is bool isOn ? (isOn ? 1 : 0) : null, value => field() = value != 0);

    [UnconditionalSuppressMessage("Trimming", "IL2075", Justification = OptimizerStateField.HostKeepsMembers)]
    private static IEnumerable<OptimizerOption> Found(OptimizerOptions options) => options.GetType()
        .GetMembers(BindingFlags.Public | BindingFlags.Instance)
        .Where(member => member is FieldInfo or PropertyInfo { CanRead: true, CanWrite: true })
        .Select(member => Found(options, member))
        .Where(option => option.Get() is not null);

    private static OptimizerOption Found(OptimizerOptions options, MemberInfo member)
    {
        var field = member as FieldInfo;
        var property = member as PropertyInfo;
        Type type = field?.FieldType ?? property!.PropertyType;
        type = Nullable.GetUnderlyingType(type) ?? type;
        return new(
            member.Name,
            () => (field is null ? property!.GetValue(options) : field.GetValue(options)) switch
            {
                double number => number,
                bool isOn => isOn ? 1 : 0,
                int count => count,
                long count => count,
                _ => null,
            },
            number =>
            {
                object value = Convert.ChangeType(number, type, CultureInfo.InvariantCulture);
                property?.SetValue(options, value);
                field?.SetValue(options, value);
            });
    }
}
