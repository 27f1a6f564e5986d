using System.Runtime.InteropServices;
using Dcgan.Core;
using FaceService;

namespace FaceStudio;

/// <summary>
/// Runs the application. Exit codes: 0 after a normal shutdown or --help, 1 if steps could not be saved, 2 for an error that
/// the user must fix first.
/// </summary>
internal static class StudioProgram
{
    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter error)
    {
        if (CommandLineCheck.IsHelpRequested(args))
        {
            await output.WriteLineAsync(CommandLine.Usage);
            return 0;
        }

        try
        {
            CommandLineCheck.Check(args, CommandLine.Names);
            await using WebApplication app = StudioApp.Create(args);
            NativeBackend.EnsureLoaded(); // Says which package is missing, if one is.
            NativeBackend.KeepMemory(); // The process's main work is training.
            using PosixSignalRegistration hangup = PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal =>
            {
                signal.Cancel = true; // The host handles Ctrl-C and SIGTERM. Windows ends the process before this can save.
                app.Lifetime.StopApplication();
            });
            await HostStart.StartAsync(app);
            await app.WaitForShutdownAsync();
            if (app.Services.GetRequiredService<TrainingRun>().UnsavedSteps > 0)
            {
                TrainingStatus status = app.Services.GetRequiredService<TrainingFeed>().Status;
                await error.WriteLineAsync($"error: steps {(status.SavedStep ?? 0) + 1} to {status.Step} could not be saved and are lost: {status.Error}");
                return 1;
            }

            return 0;
        }
        catch (Exception exception) when (exception is StartException or NativeBackendException or InvalidDataException)
        {
            await error.WriteLineAsync($"error: {exception.Message.ReplaceLineEndings(" ")}");
            return 2;
        }
    }
}
