using FluentAssertions;
using TrainFaces.Tests.CommandLine;
using Xunit;

namespace TrainFaces.Tests.Measuring;

public class TelemetryTests
{
    /// <summary>ONNX Runtime would write an identifier of the machine and a queue of reports to the user's cache folder.</summary>
    [Fact]
    public void An_evaluation_sends_no_usage_reports_of_ONNX_Runtime()
    {
        using var folder = new TemporaryFolder();
        SampleCommandLine.Run("draw", "--count", "12", "--size", "8", "--out", folder.File("a.zip")).ExitCode.Should().Be(0);
        SampleCommandLine.Run("draw", "--count", "12", "--size", "8", "--seed", "2", "--out", folder.File("b.zip")).ExitCode.Should().Be(0);
        Dictionary<string, string?> environment = new()
        {
            ["XDG_CACHE_HOME"] = folder.File("caches"),
            ["ORT_DISABLE_TELEMETRY"] = null,
            ["CI"] = null, // ONNX Runtime sends nothing from a build server.
        };

        TrainFacesProcess.RunIn(environment, "evaluate", "--images", folder.File("a.zip"), "--data", folder.File("b.zip"), "--count", "6")
            .ExitCode.Should().Be(0);

        Directory.GetDirectories(folder.File("caches")).Should().Equal(folder.File("caches/dcgan"));
    }
}
