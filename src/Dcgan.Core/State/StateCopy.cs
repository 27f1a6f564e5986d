using TorchSharp;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>
/// A copy of state in memory, to restore later. It reuses its buffers from one <see cref="Take"/> to the next: new memory costs
/// more than the copying, because the operating system clears each page of it.
/// </summary>
/// <param name="entries">Lists the entries to copy at the time of the call: a network that has moved has other tensors.</param>
internal sealed class StateCopy(Func<IEnumerable<StateEntry>> entries) : IDisposable
{
    private readonly Dictionary<string, Tensor> buffers = new(StringComparer.Ordinal);
    private readonly HashSet<string> absent = new(StringComparer.Ordinal);

    /// <summary>Creates a copy and calls <see cref="Take"/>.</summary>
    internal static StateCopy Of(Func<IEnumerable<StateEntry>> entries)
    {
        var copy = new StateCopy(entries);
        try
        {
            copy.Take();
            return copy;
        }
        catch
        {
            copy.Dispose();
            throw;
        }
    }

    /// <summary>Copies the current values. If it throws, the copy must not be restored.</summary>
    internal void Take()
    {
        using IDisposable ordinary = inference_mode(false);
        using IDisposable noGradients = no_grad();
        using DisposeScope scope = NewDisposeScope();
        absent.Clear();
        var values = new List<Tensor>();
        var copies = new List<Tensor>();
        foreach (StateEntry entry in entries())
        {
            if (entry.Value is not Tensor value)
            {
                absent.Add(entry.Name);
                continue;
            }

            values.Add(value);
            copies.Add(Buffer(entry.Name, value));
        }

        TensorLists.Copy(copies, values);
    }

    /// <summary>Restores the values of the last <see cref="Take"/>.</summary>
    internal void Restore()
    {
        using IDisposable ordinary = inference_mode(false);
        using IDisposable noGradients = no_grad();
        using DisposeScope scope = NewDisposeScope();
        foreach (StateEntry entry in entries())
        {
            entry.Restore(absent.Contains(entry.Name) ? null : buffers[entry.Name]);
        }
    }

    public void Dispose()
    {
        foreach (Tensor buffer in buffers.Values)
        {
            buffer.Dispose();
        }

        buffers.Clear();
    }

    /// <summary>A buffer with the value's type, size and device. The shape of a named value never changes.</summary>
    private Tensor Buffer(string name, Tensor value)
    {
        if (buffers.TryGetValue(name, out Tensor? kept))
        {
            if (kept.dtype == value.dtype && kept.device_type == value.device_type && kept.device_index == value.device_index
                && kept.numel() == value.numel())
            {
                return kept;
            }

            buffers.Remove(name);
            kept.Dispose();
        }

        return buffers[name] = empty_like(value).DetachFromDisposeScope();
    }
}
