namespace Dcgan.Benchmarks;

/// <summary>Creates the implementation of a trial's work in this process.</summary>
internal static class RepeatedWork
{
    internal static IRepeatedWork Of(TrialRequest request) => Of(request.Trial, request);

    private static IRepeatedWork Of(Trial trial, TrialRequest request) => (trial.Contender, trial.Work) switch
    {
        (Contender.Library, TrialWork.Train) => new DcganTraining(trial),
        (Contender.Library, TrialWork.Sample) => new DcganSampling(trial),
        (Contender.Library, TrialWork.SampleByBatch) => new DcganTrainerSampling(trial),
        (Contender.TorchSharpExample, TrialWork.Train) => new ExampleTraining(trial),
        (Contender.TorchSharpExample, TrialWork.Sample) => new ExampleSampling(trial),
        (Contender.TorchSharpTuned, TrialWork.Train) => new TunedTraining(trial),
        (Contender.Library, TrialWork.FirstImage) => new DcganOpening(request),
        (Contender.OnnxRuntime, TrialWork.Sample or TrialWork.FirstImage) => new OnnxSampling(request),
        _ => throw new BenchmarkException($"No implementation can run '{trial}'."),
    };
}
