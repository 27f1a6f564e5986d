using System.Globalization;
using Dcgan.Core;

namespace TrainFaces.CommandLine;

/// <summary>The commands that a user can run after a training run, with its paths. They are for the folder in which the run was started.</summary>
/// <param name="options">The options of the run.</param>
/// <param name="networks">The options of the run's generator.</param>
/// <param name="processes">The number of processes that train together.</param>
internal sealed class NextCommands(TrainFacesOptions options, GeneratorOptions networks, int processes)
{
    /// <summary>The largest image that the face service accepts, in pixels.</summary>
    private const int MaxServedSide = 256;

    private const string ServiceAddress = "http://localhost:5080";

    /// <summary>Resumes the run.</summary>
    public string Resume => Train(options.Arguments);

    /// <summary>Trains a run that was ended by --max-steps to its last epoch.</summary>
    public string Complete => Train(Without(options.Arguments, "--max-steps"));

    /// <summary>Trains a finished run for as many epochs again, or for as many as are allowed; null if it has made all of these.</summary>
    public string? TrainLonger => options is { Epochs: TrainFacesArguments.MaxEpochs, MaxSteps: null } ? null : Train(
    [
        .. Without(Without(options.Arguments, "--epochs"), "--max-steps"),
        "--epochs", Math.Min(2 * options.Epochs, TrainFacesArguments.MaxEpochs).ToString(CultureInfo.InvariantCulture),
    ]);

    /// <summary>The commands for a checkpoint, such as a picture of samples, each with what it does.</summary>
    /// <param name="checkpoint">The path of the checkpoint.</param>
    public IReadOnlyList<(string Purpose, string Command)> For(string checkpoint)
    {
        var commands = new List<(string Purpose, string Command)>
        {
            ("Save a picture of new samples", Command("sample", checkpoint, "--out", InOutput("faces.png"))),
        };
        if (networks.Classes == 0)
        {
            commands.Add(("Save an animation from sample to sample", Command("walk", checkpoint, "--out", InOutput("walk.gif"))));
        }

        commands.Add(("Export the generator as an ONNX model", Command("export", checkpoint, "--out", InOutput("faces.onnx"))));
        if (FaceService() is { } project && networks.ImageChannels is 1 or 3 && Math.Max(networks.ImageSize.Height, networks.ImageSize.Width) <= MaxServedSide)
        {
            commands.Add(($"Serve the exported model at {ServiceAddress}", ShellText.Join(
                "dotnet", "run", "-c", "Release", "--project", project, "--", "--model", InOutput("faces.onnx"), "--urls", ServiceAddress)));
        }

        return commands;
    }

    /// <summary>Compares a checkpoint's images with the data set.</summary>
    /// <param name="checkpoint">The path of the checkpoint.</param>
    public string Evaluate(string checkpoint) => Command("evaluate", checkpoint, options.Data is { } data ? ["--data", data] : []);

    private static string[] Program => ["dotnet", Shown(Path.Combine(AppContext.BaseDirectory, "TrainFaces.dll"))];

    private static string Command(string name, string checkpoint, params string[] arguments) =>
        ShellText.Join([.. Program, name, "--checkpoint", checkpoint, .. arguments]);

    private string Train(IReadOnlyList<string> arguments) => ShellText.Join(
    [
        .. options.Mpi ? ["mpirun", "-n", processes.ToString(CultureInfo.InvariantCulture)] : Array.Empty<string>(),
        .. Program,
        .. arguments,
        .. options.Resume ? Array.Empty<string>() : ["--resume"],
    ]);

    /// <summary>A command line without an option that has a value.</summary>
    private static List<string> Without(IReadOnlyList<string> arguments, string option)
    {
        var others = new List<string>();
        for (int index = 0; index < arguments.Count; index++)
        {
            if (arguments[index] == option)
            {
                index++; // Its value.
            }
            else if (!arguments[index].StartsWith(option + "=", StringComparison.Ordinal) && !arguments[index].StartsWith(option + ":", StringComparison.Ordinal))
            {
                others.Add(arguments[index]);
            }
        }

        return others;
    }

    private string InOutput(string name) => Path.Combine(options.Out, name);

    /// <summary>The project of the face service, which is next to this program's; null if this program has been copied elsewhere.</summary>
    private static string? FaceService()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string project = Path.Combine(folder.FullName, "FaceService");
            if (File.Exists(Path.Combine(project, "FaceService.csproj")))
            {
                return Shown(project);
            }
        }

        return null;
    }

    // A relative path is shorter, unless it leaves the current folder.
    private static string Shown(string path)
    {
        string relative = Path.GetRelativePath(Environment.CurrentDirectory, path);
        return relative.StartsWith("..", StringComparison.Ordinal) ? Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)) : relative;
    }
}
