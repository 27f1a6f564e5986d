namespace Dcgan.Benchmarks;

/// <summary>The medians of all trials.</summary>
internal sealed class Results(IReadOnlyDictionary<Trial, Reading> readings)
{
    /// <summary>Medians of a trial; null if it was not run.</summary>
    internal Reading? this[Trial trial] => readings.GetValueOrDefault(trial);

    /// <summary>Median seconds per training step or per batch of samples.</summary>
    internal double? Seconds(Trial trial) => this[trial]?.Seconds;

    internal double? ImagesPerSecond(Trial trial) => trial.Batch / Seconds(trial);

    /// <summary>GFLOP/s of the whole step: required operations divided by time.</summary>
    internal double? GigaflopsPerSecond(Trial trial) => trial.Gigaflop / Seconds(trial);

    /// <summary>The fastest single convolution of a trial that timed layers.</summary>
    internal LayerTiming? BestLayer(Trial trial) => this[trial]?.Layers.MaxBy(layer => layer.GigaflopsPerSecond);
}
