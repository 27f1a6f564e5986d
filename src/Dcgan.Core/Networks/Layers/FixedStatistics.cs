namespace Dcgan.Core;

/// <summary>Statistics of all normalized layers of a generator, for folding into their weights.</summary>
/// <param name="layers">One for each normalized layer, in their order.</param>
/// <param name="isOwner">Whether disposing this disposes them; false where they belong to the layers.</param>
internal sealed class FixedStatistics(IReadOnlyList<ChannelStatistics> layers, bool isOwner) : IDisposable
{
    internal IReadOnlyList<ChannelStatistics> Layers { get; } = layers;

    public void Dispose()
    {
        if (isOwner)
        {
            foreach (ChannelStatistics layer in Layers)
            {
                layer.Dispose();
            }
        }
    }
}
