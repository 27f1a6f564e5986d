using TorchSharp;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>Copies in memory of what would be in a checkpoint, to go back to.</summary>
internal sealed class StateCopy : IDisposable
{
    private readonly Dictionary<string, Tensor?> values;

    private StateCopy(Dictionary<string, Tensor?> values) => this.values = values;

    /// <summary>Copies what is at the places now. The copy belongs to no dispose scope.</summary>
    internal static StateCopy Of(Func<IEnumerable<StoredTensor>> places)
    {
        using IDisposable noGradients = no_grad();
        using DisposeScope scope = NewDisposeScope();
        return new(places().ToDictionary(place => place.Name, place => place.Value?.clone().DetachFromDisposeScope()));
    }

    /// <summary>Puts everything back.</summary>
    /// <param name="places">The same places as they are now.</param>
    internal void Restore(Func<IEnumerable<StoredTensor>> places)
    {
        using IDisposable noGradients = no_grad();
        using DisposeScope scope = NewDisposeScope();
        foreach (StoredTensor place in places())
        {
            place.Put(values[place.Name]);
        }
    }

    public void Dispose()
    {
        foreach (Tensor? value in values.Values)
        {
            value?.Dispose();
        }
    }
}
