using TorchSharp;
using static TorchSharp.torch;

namespace Dcgan.Benchmarks;

/// <summary>Sampling as a TorchSharp user would write it: evaluation mode, no gradients, float32.</summary>
internal sealed class ExampleSampling : IRepeatedWork
{
    private readonly ExampleGenerator generator;
    private readonly int batch;
    private readonly int latentSize;

    internal ExampleSampling(Trial trial)
    {
        var shape = NetworkShape.Of(trial.Size);
        generator = new ExampleGenerator(shape);
        generator.eval();
        batch = trial.Batch;
        latentSize = shape.Generator.LatentSize;
    }

    public void Repeat()
    {
        using IDisposable gradientsOff = no_grad();
        using DisposeScope scope = NewDisposeScope();
        _ = generator.call((rand(batch, latentSize) * 2) - 1);
    }

    public void Dispose() => generator.Dispose();
}
