namespace Dcgan.Images;

/// <summary>The part of one process in the batches of all processes.</summary>
/// <param name="Rank">The number of this process, from 0.</param>
/// <param name="Processes">The number of processes.</param>
internal readonly record struct BatchShare(int Rank, int Processes)
{
    /// <summary>The images of this process in a batch. The parts are equal, or the first ones are larger by one image.</summary>
    /// <param name="images">Number of images of the whole batch.</param>
    public (int First, int Count) Of(int images)
    {
        (int size, int larger) = Math.DivRem(images, Processes);
        return ((Rank * size) + Math.Min(Rank, larger), Rank < larger ? size + 1 : size);
    }
}
