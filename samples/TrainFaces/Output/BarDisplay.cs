using Spectre.Console;

namespace TrainFaces.Output;

/// <summary>Shows a progress bar with the current numbers below it, updated in place.</summary>
internal sealed class BarDisplay(IAnsiConsole console) : RunDisplay
{
    private ProgressContext? training;
    private ProgressTask? bar;
    private volatile RunStatus? status;

    public override void Run(Action train) => console.Progress()
        .AutoClear(false)
        .Columns(new TaskDescriptionColumn(), new ProgressBarColumn { Width = 30 }, new PercentageColumn(), new StatusColumn(task => task == bar ? status : null))
        .UseRenderHook((bar, _) => new Rows(bar, new Text($"  {status?.Numbers}", new Style(Color.Grey))))
        .Start(context =>
        {
            (training, bar) = (context, context.AddTask("first step", autoStart: true));
            try
            {
                train();
            }
            finally
            {
                training = null;
            }
        });

    public override T Run<T>(string name, Func<IProgress<double>, T> work) => training is { } context
        ? Run(context, name, work)
        : console.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn { Width = 30 }, new PercentageColumn(), new RemainingTimeColumn())
            .Start(context => Run(context, name, work));

    public override void Show(RunStatus status)
    {
        this.status = status;
        bar!.Description = Markup.Escape(status.Position);
        bar.MaxValue = status.TotalSteps;
        bar.Value = status.Step.Number;
    }

    public override void ShowEpochEnd(RunStatus status) => Show(status);

    public override void WriteLine(string line) => console.WriteLine(line);

    public override void WriteUnbroken(string line) => console.Profile.Out.Writer.WriteLine(line);

    public override void Warn(string line) => console.MarkupLineInterpolated($"[yellow]warning: {line}[/]");

    private static T Run<T>(ProgressContext context, string name, Func<IProgress<double>, T> work)
    {
        ProgressTask? task = null;
        try
        {
            return work(new Reporter(fraction => (task ??= context.AddTask(Markup.Escape(name), maxValue: 1)).Value = fraction));
        }
        finally
        {
            if (task is not null)
            {
                context.RemoveTask(task);
            }
        }
    }

    public override void RestoreTerminal() => console.Cursor.Show(show: true);
}
