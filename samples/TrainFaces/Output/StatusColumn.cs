using Spectre.Console;
using Spectre.Console.Rendering;

namespace TrainFaces.Output;

/// <summary>Shows the remaining time based on the run's speed, which excludes the time to save sample images.</summary>
internal sealed class StatusColumn(Func<ProgressTask, RunStatus?> status) : ProgressColumn
{
    protected override bool NoWrap => true;

    public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) =>
        new Text(status(task) is { } now ? $"{now.Left} left" : string.Empty);
}
