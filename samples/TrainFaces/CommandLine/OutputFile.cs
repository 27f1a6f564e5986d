using System.CommandLine;
using Dcgan.Core;

namespace TrainFaces.CommandLine;

/// <summary>The option --out of the commands that write one file.</summary>
internal static class OutputFile
{
    private const string Name = "--out";

    /// <param name="description">What is written.</param>
    /// <param name="defaultValue">The default name. Its extension is the one that all names must have.</param>
    public static Option<string> Option(string description, string defaultValue)
    {
        string extension = Path.GetExtension(defaultValue);
        return new(Name)
        {
            Description = description,
            HelpName = "FILE",
            DefaultValueFactory = _ => defaultValue,
            CustomParser = argument => argument.Tokens[0].Value is var path && Path.GetExtension(path).Equals(extension, StringComparison.OrdinalIgnoreCase)
                ? path
                : InvalidValue.Report<string>(argument, Name, $"a file name that ends in {extension}"),
        };
    }

    /// <summary>Checks that the file to write is none of those that the command reads.</summary>
    /// <param name="path">The file to write.</param>
    /// <param name="option">The option with the files to read, for the error message.</param>
    /// <param name="inputs">The files to read.</param>
    /// <exception cref="SampleException">It is one of them, perhaps by another path; or a path cannot be read.</exception>
    public static void CheckIsNot(string path, string option, params IEnumerable<string> inputs)
    {
        if (inputs.FirstOrDefault(input => UserPath.AreSame((Name, path), (option, input))) is { } input)
        {
            throw new SampleException($"{Name} {path}: is the file of {option} {input}, which would be lost; use another name.");
        }
    }

    /// <summary>Writes the file, and creates its folder if necessary.</summary>
    /// <exception cref="OperationCanceledException">Canceled before the file was written.</exception>
    public static void Write(string path, byte[] content, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        CreateFolder(path);
        AtomicFile.Write(path, file => file.Write(content));
    }

    /// <summary>Creates the folder of a file.</summary>
    public static void CreateFolder(string path) => Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
}
