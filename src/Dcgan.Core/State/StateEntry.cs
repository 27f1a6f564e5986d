using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>One tensor of a run's state: its name, its current value, and how to restore it.</summary>
/// <param name="name">The tensor's name in a checkpoint; unique in the run.</param>
/// <param name="value">
/// The current value. Null if there is no value yet, such as the momentum of an optimizer that has made no step; then the other
/// constructor gives the type and shape.
/// </param>
/// <param name="restore">Stores a value of the entry's type and shape. Must not fail.</param>
internal sealed class StateEntry(string name, Tensor? value, Action<Tensor> restore)
{
    /// <summary>The tensor's name in a checkpoint; unique in the run.</summary>
    internal string Name => name;

    /// <summary>
    /// The current value; null if there is none. In the current dispose scope if it was created for this entry.
    /// </summary>
    internal Tensor? Value => value;

    private readonly (ScalarType Type, long[] Shape)? absent;

    /// <summary>An entry that may have no value.</summary>
    /// <param name="name">The tensor's name in a checkpoint; unique in the run.</param>
    /// <param name="value">The current value; null if there is none.</param>
    /// <param name="type">The element type of every value.</param>
    /// <param name="shape">The shape of every value.</param>
    /// <param name="restore">Stores a value of this type and shape. Must not fail.</param>
    internal StateEntry(string name, Tensor? value, ScalarType type, long[] shape, Action<Tensor> restore)
        : this(name, value, restore) => absent = (type, shape);

    /// <summary>The element type of every value.</summary>
    internal ScalarType Type => absent?.Type ?? value!.dtype;

    /// <summary>The shape of every value.</summary>
    internal long[] Shape => absent?.Shape ?? value!.Sizes();

    /// <summary>Whether the entry must have a value. If it need not, <see cref="Clear"/> removes the value.</summary>
    internal bool IsRequired => Clear is null;

    /// <summary>Removes the value; null if the entry is required.</summary>
    internal Action? Clear { get; init; }

    /// <summary>
    /// Returns the error in a value of the right type and shape; null if the value is valid or the entry has no check.
    /// </summary>
    internal Func<Tensor, string?>? Fault { get; init; }

    /// <summary>An entry that keeps its tensor and copies the restored values into it.</summary>
    internal static StateEntry InPlace(string name, Tensor value) => new(name, value, restored => value.copy_(restored));

    /// <summary>Stores a value, or removes the current value.</summary>
    /// <param name="restored">A value of <see cref="Type"/> and <see cref="Shape"/> on any device, or null.</param>
    internal void Restore(Tensor? restored)
    {
        if (restored is not null)
        {
            restore(restored);
        }
        else
        {
            Clear?.Invoke();
        }
    }

    /// <summary>The entries that have a value, as named tensors.</summary>
    internal static IEnumerable<KeyValuePair<string, Tensor>> Present(IEnumerable<StateEntry> entries) =>
        entries.Where(entry => entry.Value is not null).Select(entry => KeyValuePair.Create(entry.Name, entry.Value!));
}
