namespace Dcgan.Core;

/// <summary>Statistics of all normalized layers of a generator, for folding into the layers' weights.</summary>
/// <param name="layers">Statistics of each normalized layer, in network order.</param>
/// <param name="isOwner">Whether disposing this object disposes the statistics; false if they belong to the layers.</param>
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
