using Spectre.Console;

namespace TrainFaces.Output;

/// <summary>A bar with the numbers under it, drawn in place.</summary>
internal sealed class BarDisplay(IAnsiConsole console) : RunDisplay
{
    private ProgressTask? bar;
    private volatile RunStatus? status;

    public override void During(Action training) => console.Progress()
        .AutoClear(false)
        .Columns(new TaskDescriptionColumn(), new ProgressBarColumn { Width = 30 }, new PercentageColumn(), new StatusColumn(() => status))
        .UseRenderHook((bar, _) => new Rows(bar, new Text($"  {status?.Numbers}", new Style(Color.Grey))))
        .Start(context =>
        {
            bar = context.AddTask("first step", autoStart: true);
            training();
        });

    public override void Show(RunStatus status)
    {
        this.status = status;
        bar!.Description = Markup.Escape(status.Place);
        bar.MaxValue = status.TotalSteps;
        bar.Value = status.Step.Number;
    }

    public override void EpochEnded(RunStatus status) => Show(status);

    public override void Say(string line) => console.WriteLine(line);

    public override void Warn(string line) => console.MarkupLineInterpolated($"[yellow]warning: {line}[/]");

    public override void Abandon() => console.Cursor.Show(show: true);
}
