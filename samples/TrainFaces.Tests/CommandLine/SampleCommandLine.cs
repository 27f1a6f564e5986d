using TrainFaces.CommandLine;

namespace TrainFaces.Tests.CommandLine;

/// <summary>Runs the program with a command line and captures its output.</summary>
internal static class SampleCommandLine
{
    public static (int ExitCode, string Output, string Error) Run(params string[] args)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        int exitCode = TrainFacesCommand.Invoke(args, output, error);
        return (exitCode, output.ToString(), error.ToString());
    }
}
