using System.Diagnostics;
using FaceService.Tests.Model;
using FluentAssertions;
using Microsoft.AspNetCore.Builder;
using Xunit;

namespace FaceService.Tests;

/// <summary>Settings in the environment, in a process of their own, so that other tests do not see them.</summary>
public sealed class EnvironmentTests
{
    [Fact]
    public async Task Settings_need_the_prefix()
    {
        string error = await StartAsync(new() { ["QUEUE"] = "unprefixed", ["MODEL"] = "unprefixed", ["FACESERVICE_CONCURRENCY"] = "0" });

        error.Should().Be("error: Concurrency: must be an integer in [1, 256] but was \"0\".");
    }

    [Fact]
    public async Task A_setting_that_is_misspelled_is_named()
    {
        // The first two are Kubernetes' own.
        string error = await StartAsync(new() { ["FACESERVICE_PORT"] = "tcp://10.0.0.1:80", ["FACESERVICE_SERVICE_HOST"] = "10.0.0.1", ["FACESERVICE_MODLE"] = "mine.onnx" });

        error.Should().Be(
            "error: FACESERVICE_MODLE or FaceService:MODLE: unknown setting; known settings: Model, Concurrency, Queue, Share, Memory, Deadline, Stall, Connections.");
    }

    [Fact]
    public async Task The_default_port_is_not_the_one_that_a_Mac_uses_itself()
    {
        await using WebApplication service = FaceServiceApp.Create([]);

        service.Configuration["urls"].Should().Be("http://localhost:5080");
    }

    [Fact]
    public async Task The_command_line_comes_before_the_environment()
    {
        string error = await StartAsync(
            new() { ["FACESERVICE_CONCURRENCY"] = "0", ["FACESERVICE_STALL"] = "0" }, "--concurrency", "1");

        error.Should().Be("error: Stall: must be an integer in [1, 3600] but was \"0\".");
    }

    /// <summary>With telemetry, ONNX Runtime writes to the user's cache folder.</summary>
    [Fact]
    public async Task The_telemetry_of_ONNX_Runtime_is_off()
    {
        using var model = new TemporaryFile([1, 2, 3]);
        DirectoryInfo caches = Directory.CreateTempSubdirectory("caches-");

        // Build servers and tests have variables that turn telemetry off.
        Dictionary<string, string?> environment = Environment.GetEnvironmentVariables().Keys.Cast<string>()
            .Where(name => name is not ("PATH" or "HOME") && !name.StartsWith("DOTNET", StringComparison.Ordinal))
            .ToDictionary(name => name, _ => (string?)null);
        environment["XDG_CACHE_HOME"] = caches.FullName;
        try
        {
            string error = await StartAsync(environment, "--model", model.FullName);

            error.Should().Contain("ONNX Runtime");
            caches.GetFileSystemInfos().Should().BeEmpty();
        }
        finally
        {
            caches.Delete(recursive: true);
        }
    }

    /// <summary>Starts the service with an invalid setting, and returns the error.</summary>
    private static async Task<string> StartAsync(Dictionary<string, string?> environment, params string[] args)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(ServiceProgram).Assembly.Location, .. args]) { RedirectStandardError = true };
        foreach ((string name, string? value) in environment)
        {
            start.Environment[name] = value;
        }

        using Process process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(Wait.Limit);
        string error;
        try
        {
            error = await process.StandardError.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            throw;
        }

        process.ExitCode.Should().Be(2);
        return error.TrimEnd();
    }
}
