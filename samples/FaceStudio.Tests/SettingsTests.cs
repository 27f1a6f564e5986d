using FluentAssertions;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace FaceStudio.Tests;

public sealed class SettingsTests
{
    [Theory]
    [InlineData("--images", " ", "Images: must be a path but was empty.")]
    [InlineData("--run", "", "Run: must be a path but was empty.")]
    [InlineData("--depths", "64,x", "Depths: must be 1 to 8 integers in [1, 4096], separated by commas, but was \"64,x\".")]
    [InlineData("--depths", "1,1,1,1,1,1,1,1,1", "Depths: must be 1 to 8 integers in [1, 4096], separated by commas, but was \"1,1,1,1,1,1,1,1,1\".")]
    [InlineData("--batchSize", "1", "BatchSize: must be an integer in [2, 4096] but was \"1\".")]
    [InlineData("--seed", "1.5", "Seed: must be an integer in [-9223372036854775808, 9223372036854775807] but was \"1.5\".")]
    [InlineData("--snapshotSteps", "0", "SnapshotSteps: must be an integer in [1, 2147483647] but was \"0\".")]
    [InlineData("--checkpointSteps", "-1", "CheckpointSteps: must be an integer in [1, 2147483647] but was \"-1\".")]
    [InlineData("--threads", "0", "Threads: must be an integer in [1, 1024] but was \"0\".")]
    [InlineData("--autoStart", "yes", "AutoStart: must be true or false but was \"yes\".")]
    [InlineData("--metrics", "graphite", "Metrics: must be none or prometheus or otlp but was \"graphite\".")]
    [InlineData("--FaceStudio:Imagse", "faces", "FACESTUDIO_IMAGSE or FaceStudio:Imagse: unknown setting; known settings: Images, Run, Depths, BatchSize, Seed, SnapshotSteps, CheckpointSteps, Threads, AutoStart, Metrics.")]
    [InlineData("--imagse", "faces", "--imagse: unknown option; --help lists the options.")]
    [InlineData("--seed=5", "faces", "command line: unexpected argument \"faces\"; write options as --name VALUE or --name=VALUE.")]
    [InlineData("--seed=5", "--images", "--images: missing value; write --images VALUE.")]
    [InlineData("--urls", "nonsense", "--urls: cannot listen on this address. Invalid url: 'nonsense'.")]
    public async Task An_invalid_setting_is_reported_with_one_sentence(string option, string value, string sentence)
    {
        using var error = new StringWriter();

        int code = await StudioProgram.RunAsync([option, value], TextWriter.Null, error);

        code.Should().Be(2);
        error.ToString().TrimEnd().Should().Be($"error: {sentence}");
    }

    [Fact]
    public async Task Variables_of_the_environment_need_the_prefix()
    {
        (await StudioProcess.RunAsync(new() { ["IMAGES"] = "x", ["SEED"] = "x", ["FACESTUDIO_BATCHSIZE"] = "1" }))
            .Should().Be((2, "error: BatchSize: must be an integer in [2, 4096] but was \"1\"."));
        (await StudioProcess.RunAsync(new() { ["FACESTUDIO_IMAGSE"] = "x" })).Error.Should().StartWith("error: FACESTUDIO_IMAGSE or FaceStudio:IMAGSE: unknown setting; ");
    }

    [Fact]
    public async Task The_command_line_comes_before_the_environment() =>
        (await StudioProcess.RunAsync(new() { ["FACESTUDIO_BATCHSIZE"] = "1", ["FACESTUDIO_THREADS"] = "0" }, "--batchSize", "2"))
            .Should().Be((2, "error: Threads: must be an integer in [1, 1024] but was \"0\"."));

    [Theory]
    [InlineData("ASPNETCORE_URLS", "http://127.0.0.1:0")]
    [InlineData("ASPNETCORE_HTTP_PORTS", "0")]
    public async Task The_environment_may_set_the_address(string name, string value)
    {
        using var folder = new TemporaryFolder();
        using StudioProcess studio = await StudioProcess.StartAsync(folder.Path, new() { [name] = value });

        studio.Address.Port.Should().NotBe(5090);
    }

    [Theory]
    [InlineData(new string[0], "http://localhost:5090")]
    [InlineData(new[] { "--urls", "http://localhost:1234" }, "http://localhost:1234")]
    [InlineData(new[] { "--http_ports", "1234" }, null)]
    public async Task The_default_address_is_used_if_there_is_no_other(string[] args, string? urls)
    {
        await using WebApplication app = StudioApp.Create(args);

        app.Configuration["urls"].Should().Be(urls);
    }

    [Fact]
    public void Settings_come_from_the_section_and_paths_start_at_the_working_directory()
    {
        IConfiguration host = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { ["FaceStudio:Images"] = "faces.zip", ["FaceStudio:Depths"] = "8, 4", ["FaceStudio:Seed"] = "-1", ["Images"] = "other" })
            .Build();

        var settings = StudioSettings.Read(host, ["--metrics", "OTLP"]);

        settings.Should().Be(new StudioSettings
        {
            Images = Path.GetFullPath("faces.zip"),
            Run = Path.GetFullPath("runs/studio"),
            Depths = [8, 4],
            Seed = -1,
            Metrics = MetricsExporter.Otlp,
        });
    }

    [Fact]
    public async Task Help_names_every_setting()
    {
        using var output = new StringWriter();

        int code = await StudioProgram.RunAsync(["--help"], output, TextWriter.Null);

        code.Should().Be(0);
        StudioSettings.Names.Should().AllSatisfy(name => output.ToString().Should().ContainEquivalentOf($"--{name} "));
        StudioSettings.Names.Should().BeEquivalentTo(typeof(StudioSettings).GetProperties().Select(property => property.Name).Where(name => name is not nameof(StudioSettings.Names)));
    }
}
