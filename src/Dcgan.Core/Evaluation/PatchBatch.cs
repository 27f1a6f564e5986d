using static TorchSharp.torch;

namespace Dcgan.Core.Evaluation;

/// <summary>The patches of a batch of images on one level, before <see cref="PatchDescriptors.Append"/> adds them.</summary>
/// <param name="Patches">[patches, 49, C].</param>
/// <param name="RandomState">State of the level's random stream after the positions were drawn.</param>
internal readonly record struct PatchBatch(Tensor Patches, Tensor RandomState) : IDisposable
{
    public void Dispose()
    {
        Patches.Dispose();
        RandomState.Dispose();
    }
}
