using FaceService.Endpoints;
using FaceService.Model;
using FaceService.Requests;

namespace FaceService;

/// <summary>Builds the web application: settings, model, services, middleware, and routes.</summary>
internal static class FaceServiceApp
{
    /// <summary>Not port 5000, ASP.NET Core's own default, because AirPlay on a Mac listens there.</summary>
    private const string DefaultAddress = "http://localhost:5080";

    /// <summary>Builds the application without starting it.</summary>
    /// <param name="args">The command line.</param>
    /// <param name="load">Loads a model from a file path; <see cref="FaceModel.Load"/> by default.</param>
    /// <param name="time">Measures the time limits; the system's clock by default.</param>
    /// <exception cref="StartException">A setting is out of range, or the model cannot be served.</exception>
    public static WebApplication Create(string[] args, Func<string, IFaceModel>? load = null, TimeProvider? time = null)
    {
        // The page and the default model are in the program's folder, which need not be the working directory.
        WebApplicationBuilder builder = WebApplication.CreateBuilder(
            new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        ServiceSettings settings = ServiceSettings.Read(builder.Configuration, args);
        var source = new ModelSource(settings.Model, load ?? FaceModel.Load);
        IFaceModel model = source.Load();
        ReserveThreads(settings.Concurrency);
        HostStart.UseDefaultAddress(builder, DefaultAddress);

        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        ConnectionLimits.Use(builder.WebHost, settings.Clients);
        builder.Services.AddProblemDetails();
        builder.Services.AddSingleton(settings);
        builder.Services.AddSingleton(settings.Clients);
        builder.Services.AddSingleton(time ?? TimeProvider.System);
        builder.Services.AddSingleton(source);
        builder.Services.AddSingleton(_ => new ServedModel(model)); // Registered by a factory so that the container disposes it.
        builder.Services.AddHostedService<ModelReload>();
        builder.Services.AddSingleton<ConnectionLimiter>();
        builder.Services.AddSingleton<PictureLimiter>();
        builder.Services.AddSingleton<PictureSender>();
        builder.Services.AddSingleton<EntityTags>();
        builder.Services.AddSingleton<PictureEndpoint>();
        builder.Services.AddSingleton<HealthEndpoint>();

        WebApplication app = builder.Build();
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        SecurityHeaders.Use(app);
        app.UseDefaultFiles();
        app.UseStaticFiles();
        MapEndpoints(app);
        Log.Serving(app.Logger, settings, model.Info);
        return app;
    }

    private static void MapEndpoints(WebApplication app)
    {
        MapPicture(app, FaceRequest.Pattern, FaceRequest.Read);
        MapPicture(app, GridRequest.Pattern, GridRequest.Read);
        MapPicture(app, WalkRequest.Pattern, WalkRequest.Read);
        MapPicture(app, MixRequest.Pattern, MixRequest.Read);
        MapPicture(app, ArithmeticRequest.Pattern, ArithmeticRequest.Read);
        Map(app, "/health", context => context.RequestServices.GetRequiredService<HealthEndpoint>().HandleAsync(context));
    }

    private static void MapPicture(WebApplication app, string pattern, Func<HttpRequest, ModelInfo, IPictureRequest> read) =>
        Map(app, pattern, context => context.RequestServices.GetRequiredService<PictureEndpoint>().HandleAsync(context, read));

    private static void Map(WebApplication app, string pattern, Func<HttpContext, Task<IResult>> handle) =>
        app.MapMethods(pattern, [HttpMethods.Get, HttpMethods.Head], handle);

    /// <summary>
    /// Raises the thread pool's minimum. A model run blocks a pool thread, and beyond its minimum (one thread per core) the pool
    /// adds threads slowly. Without spare threads, /health, 304 responses, and client disconnects would wait for a model run to end.
    /// </summary>
    private static void ReserveThreads(int concurrency)
    {
        ThreadPool.GetMinThreads(out int workers, out int completionPorts);
        ThreadPool.SetMinThreads(Math.Max(workers, Environment.ProcessorCount + concurrency + 1), completionPorts);
    }
}
