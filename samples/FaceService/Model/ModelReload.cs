namespace FaceService.Model;

/// <summary>
/// Serves a newer model as soon as the model file is replaced. The file is looked at every second: notifications of changes do not reach
/// network drives and the volumes of containers. A file that cannot be served is reported once, and the service goes on with its model.
/// </summary>
internal sealed class ModelReload(
    ServedModel served, ModelSource source, ServiceSettings settings, TimeProvider time, ILogger<ModelReload> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            Look();
        }
    }

    private void Look()
    {
        try
        {
            if (source.LoadNewer() is { } model)
            {
                Log.Serving(logger, settings, model.Info);
                served.Replace(model);
            }
        }
#pragma warning disable CA1031 // Whatever is wrong with a new file, such as too little memory for it, the service goes on.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Log.ModelKept(logger, exception.Message);
        }
    }
}
