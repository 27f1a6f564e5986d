namespace Dcgan.Benchmarks;

internal static class DcganNetworks
{
    /// <summary>Creates the library's trainer with a trial's networks and precision.</summary>
    internal static DcganTrainer Trainer(Trial trial)
    {
        var shape = NetworkShape.Of(trial.Size);
        return DcganTrainer.Create(
            shape.Generator with { Precision = trial.Precision },
            shape.Discriminator with { Precision = trial.Precision });
    }
}
