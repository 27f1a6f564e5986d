namespace TrainFaces.Output;

/// <summary>Shows nothing but warnings, with the rank: the process of rank 0 shows the progress of the run.</summary>
internal sealed class RankDisplay(int rank, TextWriter error) : RunDisplay
{
    private readonly Lock writeLock = new();

    public override void Run(Action train) => train();

    public override T Run<T>(string name, Func<IProgress<double>, T> work) => work(new Reporter(_ => { }));

    public override void Show(RunStatus status)
    {
    }

    public override void ShowEpochEnd(RunStatus status)
    {
    }

    public override void WriteLine(string line)
    {
    }

    public override void Warn(string line)
    {
        lock (writeLock)
        {
            error.WriteLine($"warning: rank {rank}: {line}");
        }
    }
}
