using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Dcgan.Core;

/// <summary>
/// What one <c>call</c> of a network or layer takes and returns in addition to its one argument and its result. TorchSharp runs the
/// host's hooks only in <c>call</c>, which has one argument, so the forward pass inside the call finds the rest here. The arguments
/// belong to one thread, one module and one forward pass.
/// </summary>
internal sealed class PassArguments : IDisposable
{
    [ThreadStatic]
    private static PassArguments? Pending;

    private readonly PassArguments? former = Pending;
    private readonly Module module;

    /// <param name="module">The module whose next forward pass on this thread takes the arguments.</param>
    internal PassArguments(Module module)
    {
        this.module = module;
        Pending = this;
    }

    /// <summary>Class labels of the discriminator, checked, or vectors of the classes of the generator; null for none.</summary>
    internal Tensor? Classes { get; init; }

    /// <summary>Whether the discriminator returns <see cref="Features"/> too.</summary>
    internal bool KeepsFeatures { get; init; }

    /// <summary>
    /// Numbers of images of the parts that batch normalization treats as separate batches; null for one batch. A network passes them on to
    /// its layers.
    /// </summary>
    internal long[]? Parts { get; init; }

    /// <summary>Scales and shifts of the normalized maps of a generator's layer; null for none.</summary>
    internal ClassModulation? Modulation { get; init; }

    /// <summary>The maps of the discriminator's last stage, in the dispose scope of the caller; null until the pass.</summary>
    internal Tensor? Features { get; set; }

    /// <summary>
    /// Runs a layer through <c>call</c>, so that the host's hooks run, with <see cref="Parts"/> or with <see cref="Modulation"/>.
    /// </summary>
    internal static Tensor Call(Module<Tensor, Tensor> layer, Tensor input, long[]? parts = null, ClassModulation? modulation = null)
    {
        using PassArguments arguments = new(layer) { Parts = parts, Modulation = modulation };
        return layer.call(input);
    }

    /// <summary>Takes the arguments of a forward pass that begins, so that no later pass takes them.</summary>
    /// <returns>Null if the pass has none.</returns>
    internal static PassArguments? Take(Module module)
    {
        PassArguments? taken = Pending;
        if (taken?.module != module)
        {
            return null;
        }

        Pending = taken.former;
        return taken;
    }

    public void Dispose() => Pending = former;
}
