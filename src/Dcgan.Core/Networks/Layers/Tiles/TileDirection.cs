namespace Dcgan.Core;

/// <summary>The direction of a convolution: up from smaller to larger maps, or down.</summary>
internal sealed record TileDirection(bool IsUp, TileGrid Grid)
{
    internal long[] OutputShape => IsUp ? Grid.LargeShape : Grid.SmallShape;
}
