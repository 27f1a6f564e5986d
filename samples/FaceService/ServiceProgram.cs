using System.Net.Sockets;

namespace FaceService;

/// <summary>Runs the service. Exit codes: 0 after a normal shutdown or --help, 2 for an error that the user must fix first.</summary>
internal static class ServiceProgram
{
    private const int Success = 0;
    private const int UserError = 2;

    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter error)
    {
        if (CommandLine.IsHelpRequested(args))
        {
            await output.WriteLineAsync(CommandLine.Usage);
            return Success;
        }

        try
        {
            CommandLine.Check(args);
            await using WebApplication app = FaceServiceApp.Create(args);
            await StartAsync(app);
            await app.WaitForShutdownAsync();
            return Success;
        }
        catch (StartException exception)
        {
            await error.WriteLineAsync($"error: {exception.Message}");
            return UserError;
        }
        catch (InvalidDataException exception)
        {
            await error.WriteLineAsync($"error: appsettings.json: {exception.Message.ReplaceLineEndings(" ")}");
            return UserError;
        }
    }

    /// <summary>
    /// Starts the host. This method reports a failed start in one sentence; appsettings.json turns off the host's own log message,
    /// which includes a stack trace.
    /// </summary>
    private static async Task StartAsync(WebApplication app)
    {
        try
        {
            await app.StartAsync();
        }
        catch (Exception exception) when (exception is IOException or SocketException or FormatException or InvalidOperationException)
        {
            throw new StartException($"--urls: cannot listen on this address. {exception.Message.ReplaceLineEndings(" ").TrimEnd('.')}.", exception);
        }
    }
}
