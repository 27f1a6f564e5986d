using FluentAssertions;

namespace TrainFaces.Tests;

/// <summary>A small training run in a folder of its own, whose first run saves after 2 steps.</summary>
public abstract class SmallRun : IDisposable
{
    private protected TemporaryFolder Folder { get; } = new();

    private protected string Out => Folder.File("run");

    private protected string Checkpoint => Path.Combine(Out, "checkpoints", "step-000000002.safetensors");

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing) => Folder.Dispose();

    private protected static Dictionary<string, string> Files(string path) => new DirectoryInfo(path).EnumerateFiles("*", SearchOption.AllDirectories)
        .Where(file => file.Name is not ".lock")
        .ToDictionary(file => Path.GetRelativePath(path, file.FullName), file => file.Length == 0 ? "" : Convert.ToHexString(File.ReadAllBytes(file.FullName)));

    private protected string Train()
    {
        var (exitCode, output, error) = TrainFacesProcess.Train("--out", Out, "--learning-rate", "0.000004");
        error.Should().BeEmpty();
        exitCode.Should().Be(0);
        return output;
    }

    private protected string Refused(params string[] args)
    {
        var (exitCode, _, error) = TrainFacesProcess.Train(["--out", Out, .. args]);
        exitCode.Should().Be(2);
        return error;
    }

    private protected (int ExitCode, string Output, string Error) Resume(params string[] args) =>
        TrainFacesProcess.Train(["--out", Out, "--learning-rate", "0.000004", "--resume", .. args]);
}
