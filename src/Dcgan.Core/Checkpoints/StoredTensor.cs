using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>One tensor of a checkpoint, and the place in a trainer that it comes from and goes to.</summary>
/// <param name="Expected">Its name, type and shape; not required where there is no value yet.</param>
/// <param name="Value">What is there now, in the current dispose scope where it is made for this; null where there is none yet.</param>
/// <param name="Restore">Puts a tensor of this type and shape there. Nothing about it can fail.</param>
/// <param name="Clear">Leaves nothing there, where a file has nothing; null where it must have something.</param>
internal sealed record StoredTensor(ExpectedTensor Expected, Tensor? Value, Action<Tensor> Restore, Action? Clear = null)
{
    internal string Name => Expected.Name;

    /// <summary>Puts a value there, or nothing where there was none.</summary>
    internal void Put(Tensor? value)
    {
        if (value is not null)
        {
            Restore(value);
        }
        else
        {
            Clear?.Invoke();
        }
    }

    /// <summary>What a file is to hold: the values that are there, under their names.</summary>
    internal static IEnumerable<KeyValuePair<string, Tensor>> Present(IEnumerable<StoredTensor> tensors) =>
        tensors.Where(tensor => tensor.Value is not null).Select(tensor => KeyValuePair.Create(tensor.Name, tensor.Value!));

    /// <summary>One whose memory stays and takes the new values.</summary>
    internal static StoredTensor InPlace(string name, Tensor value) => Of(name, value, restored => value.copy_(restored));

    /// <summary>One that is made of something else.</summary>
    internal static StoredTensor Of(string name, Tensor value, Action<Tensor> restore) =>
        new(new ExpectedTensor(name, value.dtype, value.shape), value, restore);
}
