using System.Threading.RateLimiting;
using Dcgan.Core;
using FaceService;
using FaceService.Endpoints;
using OpenTelemetry.Metrics;

namespace FaceStudio;

/// <summary>Builds the web application: settings, services, middleware, and routes.</summary>
internal static class StudioApp
{
    private const string DefaultAddress = "http://localhost:5090";

    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromMinutes(5);

    /// <summary>Builds the application without starting it.</summary>
    /// <exception cref="StartException">A setting is unknown or invalid.</exception>
    public static WebApplication Create(string[] args)
    {
        // The page is in the program's folder, which need not be the working directory.
        WebApplicationBuilder builder = WebApplication.CreateBuilder(
            new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        StudioSettings settings = StudioSettings.Read(builder.Configuration, args);
        HostStart.UseDefaultAddress(builder, DefaultAddress);
        // The largest picture has 48 MiB, which may take minutes. A proxy keeps its connections open for as long as two.
        var clients = new ClientLimits { Deadline = TimeSpan.FromMinutes(10), Idle = TimeSpan.FromMinutes(3) };
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        ConnectionLimits.Use(builder.WebHost, clients);
        AddTraining(builder.Services, settings);
        AddPictures(builder.Services, settings, clients);
        AddMetrics(builder.Services, settings);
        builder.Services.AddProblemDetails();
        builder.Services.AddHealthChecks();

        WebApplication app = builder.Build();
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        SecurityHeaders.Use(app);
        app.Use(RefuseOtherSites);
        app.UseDefaultFiles();
        app.UseStaticFiles();
        MapEndpoints(app);
        if (settings.Metrics == MetricsExporter.Prometheus)
        {
            app.MapPrometheusScrapingEndpoint("/metrics");
        }

        return app;
    }

    private static void AddTraining(IServiceCollection services, StudioSettings settings)
    {
        services.AddSingleton(settings);
        services.AddSingleton<NewTrainer>(logger => Preset(settings).CreateTrainer(logger: logger));
        services.AddSingleton<TrainingFeed>();
        services.AddSingleton<SnapshotStore>();
        services.AddSingleton<TrainingRun>();
        services.AddSingleton<TrainingService>();
        services.AddHostedService(provider => provider.GetRequiredService<TrainingService>());

        // The step and the checkpoint must be complete before the process ends, and must not wait for slow clients.
        services.Configure<HostOptions>(host => (host.ShutdownTimeout, host.ServicesStopConcurrently) = (ShutdownTimeout, true));
    }

    private static DcganPreset Preset(StudioSettings settings)
    {
        DcganPreset preset = DcganPreset.Recommended.For(settings.Depths ?? [128, 64, 32, 16]);
        return preset with
        {
            Trainer = preset.Trainer with
            {
                Seed = settings.Seed,
                DiversityInterval = settings.SnapshotSteps,
                DivergencePolicy = DivergencePolicy.RollBack, // Nobody may be watching.
            },
        };
    }

    /// <summary>The number of pictures that are drawn at once: each is drawn by as many threads as the training has.</summary>
    public static int PicturesAtOnce(int cores, int threads) => Math.Max(1, cores / threads);

    private static void AddPictures(IServiceCollection services, StudioSettings settings, ClientLimits clients)
    {
        ThreadPool.GetMinThreads(out int workers, out int completionPorts);
        ThreadPool.SetMinThreads(Math.Max(workers, 2 * Environment.ProcessorCount), completionPorts); // Some for all other requests.
        services.AddSingleton(_ => new ConcurrencyLimiter(new ConcurrencyLimiterOptions
        {
            PermitLimit = PicturesAtOnce(Environment.ProcessorCount, settings.Threads),
            QueueLimit = FacesEndpoint.MaxWaiting,
        }));
        services.AddSingleton(clients);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<ConnectionLimiter>();
        services.AddSingleton<PictureSender>();
        services.AddSingleton<FacesEndpoint>();
    }

    private static void AddMetrics(IServiceCollection services, StudioSettings settings)
    {
        if (settings.Metrics == MetricsExporter.None)
        {
            return;
        }

        services.AddOpenTelemetry().WithMetrics(metrics =>
        {
            metrics.AddMeter("Dcgan.Core", "Microsoft.AspNetCore.Hosting", "System.Runtime");
            _ = settings.Metrics == MetricsExporter.Prometheus ? metrics.AddPrometheusExporter() : metrics.AddOtlpExporter();
        });
    }

    private static void MapEndpoints(WebApplication app)
    {
        app.MapGet("/faces", (FacesEndpoint faces, HttpContext context) => faces.HandleAsync(context));
        app.MapGet("/status", (TrainingFeed feed) => feed.Status);
        app.MapGet("/events", (TrainingFeed feed, HttpContext context, IHostApplicationLifetime lifetime) =>
        {
            // A stream that did not end would delay the shutdown.
            var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
            context.Response.RegisterForDispose(end);
            return TypedResults.ServerSentEvents(feed.ReadAsync(end.Token));
        });
        app.MapPost("/training/start", (TrainingService training) => Accept(training.Start(), "The training is already running."));
        app.MapPost("/training/stop", (TrainingService training) => Accept(training.Stop(), "The training is not running."));
        app.MapHealthChecks("/health");
    }

    private static IResult Accept(bool isAccepted, string otherwise) =>
        isAccepted ? Results.Accepted() : Results.Problem(otherwise, statusCode: StatusCodes.Status409Conflict);

    /// <summary>Refuses commands that a page of another site sends with the user's browser.</summary>
    private static Task RefuseOtherSites(HttpContext context, RequestDelegate next) =>
        HttpMethods.IsPost(context.Request.Method) && IsFromOtherSite(context.Request)
            ? Results.Problem("Pages of other sites may not send commands.", statusCode: StatusCodes.Status403Forbidden).ExecuteAsync(context)
            : next(context);

    private static bool IsFromOtherSite(HttpRequest request)
    {
        string site = request.Headers["Sec-Fetch-Site"].ToString();
        string origin = request.Headers.Origin.ToString();
        if (site.Length > 0 || origin.Length == 0)
        {
            return site is not ("" or "none" or "same-origin");
        }

        // Browsers leave out Sec-Fetch-Site if the page is on plain HTTP and not on localhost.
        return !Uri.TryCreate(origin, UriKind.Absolute, out Uri? page)
            || !Uri.TryCreate($"{page.Scheme}://{request.Host}", UriKind.Absolute, out Uri? here)
            || page.Authority != here.Authority;
    }
}
