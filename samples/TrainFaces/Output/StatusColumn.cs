using Spectre.Console;
using Spectre.Console.Rendering;

namespace TrainFaces.Output;

/// <summary>The time left by the run's own pace, which does not count the drawing of pictures as a slow step.</summary>
internal sealed class StatusColumn(Func<RunStatus?> status) : ProgressColumn
{
    protected override bool NoWrap => true;

    public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) =>
        new Text(status() is { } now ? $"{now.Left} left" : string.Empty);
}
