using BenchmarkDotNet.Attributes;
using TorchSharp;

namespace Dcgan.Benchmarks;

/// <summary>Benchmarks of tiny networks, run by BenchmarkDotNet.</summary>
public class TinyNetworks
{
    private static readonly Trial Networks = Trials.Overhead(Contender.Library, ComputePrecision.Float32);

    private DcganTrainer? trainer;
    private torch.Tensor? images;

    [GlobalSetup]
    public void Create()
    {
        trainer = DcganNetworks.Trainer(Networks);
        images = ExampleImages.Draw(Networks);
    }

    [GlobalCleanup]
    public void Release()
    {
        images?.Dispose();
        trainer?.Dispose();
    }

    [Benchmark]
    public DcganStep Step() => trainer!.Step(images!);

    [Benchmark]
    public void Sample() => trainer!.Sample(Networks.Batch).Dispose();
}
