using FluentAssertions;
using TrainFaces.Tests.CommandLine;
using Xunit;

namespace TrainFaces.Tests.Measuring;

public class TelemetryTests
{
    /// <summary>With telemetry, ONNX Runtime writes to the user's cache folder.</summary>
    [Fact]
    public void An_evaluation_turns_the_telemetry_of_ONNX_Runtime_off()
    {
        using var folder = new TemporaryFolder();
        SampleCommandLine.Run("draw", "--count", "12", "--size", "8", "--out", folder.File("a.zip")).ExitCode.Should().Be(0);
        SampleCommandLine.Run("draw", "--count", "12", "--size", "8", "--seed", "2", "--out", folder.File("b.zip")).ExitCode.Should().Be(0);

        // Build servers and tests have variables that turn telemetry off.
        Dictionary<string, string?> environment = Environment.GetEnvironmentVariables().Keys.Cast<string>()
            .Where(name => name is not ("PATH" or "HOME") && !name.StartsWith("DOTNET", StringComparison.Ordinal))
            .ToDictionary(name => name, _ => (string?)null);
        environment["XDG_CACHE_HOME"] = folder.File("caches");

        TrainFacesProcess.RunIn(environment, "evaluate", "--images", folder.File("a.zip"), "--data", folder.File("b.zip"), "--count", "6")
            .ExitCode.Should().Be(0);

        Directory.GetDirectories(folder.File("caches")).Should().Equal(folder.File("caches/dcgan"));
    }
}
