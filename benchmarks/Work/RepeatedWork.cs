namespace Dcgan.Benchmarks;

/// <summary>Who does a trial's work in this process.</summary>
internal static class RepeatedWork
{
    internal static IRepeatedWork Of(Trial trial) => (trial.Contender, trial.Work) switch
    {
        (Contender.Library, TrialWork.Train) => new DcganTraining(trial),
        (Contender.Library, TrialWork.Sample) => new DcganSampling(trial),
        (Contender.Library, TrialWork.SampleByBatch) => new DcganTrainerSampling(trial),
        (Contender.TorchSharpExample, TrialWork.Train) => new ExampleTraining(trial),
        (Contender.TorchSharpExample, TrialWork.Sample) => new ExampleSampling(trial),
        _ => throw new BenchmarkException($"Nothing here can run '{trial}'."),
    };
}
