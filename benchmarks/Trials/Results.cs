namespace Dcgan.Benchmarks;

/// <summary>What was measured.</summary>
internal sealed class Results(IReadOnlyDictionary<Trial, Reading> readings)
{
    /// <summary>A trial's medians; null where it was not run.</summary>
    internal Reading? this[Trial trial] => readings.GetValueOrDefault(trial);

    /// <summary>Seconds of a step or a batch.</summary>
    internal double? Seconds(Trial trial) => this[trial]?.Seconds;

    internal double? ImagesPerSecond(Trial trial) => trial.Batch / Seconds(trial);

    /// <summary>GFLOP/s of the whole step: the work it needs over the time it took.</summary>
    internal double? GigaflopsPerSecond(Trial trial) => trial.Gigaflop / Seconds(trial);

    /// <summary>The single convolution of a trial of layers that ran fastest.</summary>
    internal LayerTiming? BestLayer(Trial trial) => this[trial]?.Layers.MaxBy(layer => layer.GigaflopsPerSecond);
}
