using System.Net.Sockets;

namespace FaceService;

/// <summary>From arguments to an exit code: 0 ended as asked, 2 something to mend first.</summary>
internal static class ServiceProgram
{
    private const int Done = 0;
    private const int Refused = 2;

    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter error)
    {
        if (CommandLine.AsksForHelp(args))
        {
            await output.WriteLineAsync(CommandLine.Usage);
            return Done;
        }

        try
        {
            CommandLine.Check(args);
            await using WebApplication app = FaceServiceApp.Create(args);
            await StartAsync(app);
            await app.WaitForShutdownAsync();
            return Done;
        }
        catch (StartException refusal)
        {
            await error.WriteLineAsync($"error: {refusal.Message}");
            return Refused;
        }
        catch (InvalidDataException unreadable)
        {
            await error.WriteLineAsync($"error: appsettings.json: {unreadable.Message.ReplaceLineEndings(" ")}");
            return Refused;
        }
    }

    /// <summary>The host's own message of a failed start, with its stack trace, is turned off in appsettings.json for this one.</summary>
    private static async Task StartAsync(WebApplication app)
    {
        try
        {
            await app.StartAsync();
        }
        catch (Exception failure) when (failure is IOException or SocketException or FormatException or InvalidOperationException)
        {
            throw new StartException($"--urls: cannot be listened on. {failure.Message.ReplaceLineEndings(" ").TrimEnd('.')}.", failure);
        }
    }
}
