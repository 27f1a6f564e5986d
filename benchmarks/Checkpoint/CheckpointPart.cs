using System.CommandLine;
using System.Globalization;
using TorchSharp;

namespace Dcgan.Benchmarks;

/// <summary>
/// Times saving and loading a complete training run, and compares both with a plain copy of the same bytes to the same disk.
/// </summary>
internal static class CheckpointPart
{
    internal static Command Create(RunOptionsReader reader)
    {
        var folder = new Option<DirectoryInfo>("--folder")
        {
            Description = "Existing folder on the disk to measure. The files are deleted afterward.",
            DefaultValueFactory = _ => new DirectoryInfo(Path.GetTempPath()),
            HelpName = "DIR",
        };
        folder.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<DirectoryInfo>() is { Exists: false } missing)
            {
                result.AddError($"--folder: the folder '{missing}' does not exist.");
            }
        });
        var command = new Command("checkpoint", "Times saving and loading a whole run, compared with a plain copy of the same bytes.") { folder };
        reader.SetAction(command, (options, parse) => Run(options, parse.GetValue(folder)!));
        return command;
    }

    private static void Run(RunOptions options, DirectoryInfo parent)
    {
        Machine.WarnIfBusy();
        torch.set_num_threads(options.Threads);
        try
        {
            using var folder = new ScratchFolder(parent);
            using var work = new CheckpointWork(folder);
            IReadOnlyList<CheckpointReading> readings = CheckpointRunner.Run(work, options.Rounds);

            Report.WriteMachine();
            string size = work.Megabytes.ToString("F1", CultureInfo.InvariantCulture);
            Report.WriteLine(
                $"Medians over {options.Rounds} rounds, {options.Threads} threads. The file has {size} MB and is on {folder.FileSystem}.");
            Report.WriteLine("");
            CheckpointTable.Write(readings, work.Megabytes);
            ResultFile.Write([.. readings.Select(reading => reading.ToEntry())], options);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new BenchmarkException(error.Message, error);
        }
    }
}
