namespace FaceService;

/// <summary>Runs the service. Exit codes: 0 after a normal shutdown or --help, 2 for an error that the user must fix first.</summary>
internal static class ServiceProgram
{
    private const int Success = 0;
    private const int UserError = 2;

    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter error)
    {
        if (CommandLineCheck.IsHelpRequested(args))
        {
            await output.WriteLineAsync(CommandLine.Usage);
            return Success;
        }

        try
        {
            CommandLineCheck.Check(args, CommandLine.Names);
            await using WebApplication app = FaceServiceApp.Create(args);
            await HostStart.StartAsync(app);
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
}
