using FaceService.Answers;
using FaceService.Model;
using FaceService.Pictures;
using FaceService.Requests;

namespace FaceService;

/// <summary>The service put together.</summary>
internal static class FaceServiceApp
{
    /// <param name="args">The command line.</param>
    /// <param name="load">Loads a model file.</param>
    /// <exception cref="StartException">Something to mend first.</exception>
    public static WebApplication Create(string[] args, Func<string, IFaceModel>? load = null)
    {
        // The page and the model lie beside the program, wherever it is started from.
        WebApplicationBuilder builder = WebApplication.CreateBuilder(
            new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        ServiceSettings settings = ServiceSettings.Read(builder.Configuration);
        IFaceModel model = (load ?? FaceModel.Load)(settings.Model);
        KeepThreadsFree(settings.Concurrency);

        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        builder.Services.AddProblemDetails();
        builder.Services.AddSingleton(settings);
        builder.Services.AddSingleton(_ => model); // From a function, so that the container disposes it.
        builder.Services.AddSingleton<FacePainter>();
        builder.Services.AddSingleton<PictureGate>();
        builder.Services.AddSingleton<EntityTags>();
        builder.Services.AddSingleton<PictureAnswer>();
        builder.Services.AddSingleton<HealthAnswer>();

        WebApplication app = builder.Build();
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        SecurityHeaders.Use(app);
        app.UseDefaultFiles();
        app.UseStaticFiles();
        MapAnswers(app);
        Log.Serving(app.Logger, settings, model.Facts);
        return app;
    }

    private static void MapAnswers(WebApplication app)
    {
        MapPicture(app, FaceRequest.Pattern, FaceRequest.Read);
        MapPicture(app, GridRequest.Pattern, GridRequest.Read);
        MapPicture(app, WalkRequest.Pattern, WalkRequest.Read);
        MapPicture(app, MixRequest.Pattern, MixRequest.Read);
        MapPicture(app, ArithmeticRequest.Pattern, ArithmeticRequest.Read);
        Map(app, "/health", context => context.RequestServices.GetRequiredService<HealthAnswer>().AnswerAsync(context));
    }

    private static void MapPicture(WebApplication app, string pattern, Func<HttpRequest, IPictureRequest> read) =>
        Map(app, pattern, context => context.RequestServices.GetRequiredService<PictureAnswer>().AnswerAsync(context, read));

    private static void Map(WebApplication app, string pattern, Func<HttpContext, Task<IResult>> answer) =>
        app.MapMethods(pattern, [HttpMethods.Get, HttpMethods.Head], answer);

    /// <summary>
    /// A model run holds a thread of the pool, which has as many as cores before it hesitates: without more of them /health, a
    /// 304 and the news that a client has gone would wait until a picture is done.
    /// </summary>
    private static void KeepThreadsFree(int places)
    {
        ThreadPool.GetMinThreads(out int workers, out int completionPorts);
        ThreadPool.SetMinThreads(Math.Max(workers, Environment.ProcessorCount + places + 1), completionPorts);
    }
}
