using System.Runtime.InteropServices;
using DcganApp;

// .NET ignores options that it does not know, so a typo would train with a default.
if (args.Chunk(2).FirstOrDefault(option => option.Length < 2 || (option[0] != "--urls" && !TrainingService.SwitchMappings.ContainsKey(option[0]))) is [string unknown, ..])
{
    Console.Error.WriteLine($"{unknown}: unknown option, or without a value; known options: --urls, {string.Join(", ", TrainingService.SwitchMappings.Keys)}.");
    return 2;
}

WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
builder.Configuration.AddCommandLine(args, TrainingService.SwitchMappings);
builder.Services.AddSingleton<PublishedGenerator>();
builder.Services.AddHostedService<TrainingService>();

// At the end, the training saves its last step, and does not wait for slow clients first.
builder.Services.Configure<HostOptions>(host => (host.ShutdownTimeout, host.ServicesStopConcurrently) = (TimeSpan.FromMinutes(5), true));
WebApplication app = builder.Build();

app.UseDefaultFiles();
app.UseStaticFiles();

app.MapGet("/faces/{seed:long}.png", (long seed, PublishedGenerator generator) => Picture(generator.Sample(seed, 1, 1)));
app.MapGet("/grid.png", (PublishedGenerator generator, long seed = 0) => Picture(generator.Sample(seed, 64, 8)));
app.MapGet("/status", (PublishedGenerator generator) => generator.Status);

// The host handles Ctrl-C and SIGTERM. A closed terminal must not lose steps, either; Windows ends the process too soon for that.
using PosixSignalRegistration hangup = PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal =>
{
    signal.Cancel = true;
    app.Lifetime.StopApplication();
});

app.Run();
return Environment.ExitCode;

// Before the first snapshot there is nothing to show.
static IResult Picture(byte[]? png) => png is null
    ? Results.StatusCode(StatusCodes.Status503ServiceUnavailable)
    : Results.Bytes(png, "image/png");
