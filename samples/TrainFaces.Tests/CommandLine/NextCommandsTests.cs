using Dcgan.Core;
using FluentAssertions;
using TrainFaces.CommandLine;
using Xunit;

namespace TrainFaces.Tests.CommandLine;

public class NextCommandsTests
{
    private static readonly GeneratorOptions Faces = new() { Depths = [8, 4], BaseSize = 4, ImageChannels = 3 };

    [Fact]
    public void The_paths_are_those_of_the_run_and_quoted()
    {
        var commands = Of("--out", "my runs/a").For("my runs/a/checkpoints/step-000000002.safetensors");

        commands.Should().HaveCount(4);
        commands[0].Command.Should().StartWith("dotnet ").And.EndWith("TrainFaces.dll sample --checkpoint 'my runs/a/checkpoints/step-000000002.safetensors' --out 'my runs/a/faces.png'");
        commands[1].Command.Should().EndWith("TrainFaces.dll walk --checkpoint 'my runs/a/checkpoints/step-000000002.safetensors' --out 'my runs/a/walk.gif'");
        commands[2].Command.Should().EndWith("TrainFaces.dll export --checkpoint 'my runs/a/checkpoints/step-000000002.safetensors' --out 'my runs/a/faces.onnx'");
        commands[3].Command.Should().MatchRegex("^dotnet run -c Release --project .*samples/FaceService -- --model 'my runs/a/faces.onnx' --urls http://localhost:5080$");
        commands[3].Purpose.Should().Be("Serve the exported model at http://localhost:5080");
    }

    [Theory]
    [InlineData(3, 0, 4, "sample", "walk", "export", "run")]
    [InlineData(3, 5, 4, "sample", "export", "run")] // walk takes no classes
    [InlineData(4, 0, 4, "sample", "walk", "export")] // the service serves gray and RGB
    [InlineData(3, 0, 128, "sample", "walk", "export")] // ... of at most 256 pixels
    public void Commands_that_do_not_take_the_networks_are_left_out(int channels, int classes, int baseSize, params string[] expected)
    {
        var networks = Faces with { ImageChannels = channels, Classes = classes, BaseSize = baseSize };

        new NextCommands(new TrainFacesOptions { Out = "a" }, networks, 1).For("x").Select(command => command.Command.Split(' ') switch
        {
            [_, "run", ..] => "run",
            var words => words[2],
        }).Should().Equal(expected);
    }

    [Fact]
    public void Resuming_repeats_the_command_line()
    {
        Of("--out", "a b", "--tensorboard").Resume.Should().EndWith("TrainFaces.dll --out 'a b' --tensorboard --resume");
        new NextCommands(new TrainFacesOptions { Out = "a", Arguments = ["--resume", "--out", "a"], Resume = true }, Faces, 1).Resume
            .Should().EndWith("TrainFaces.dll --resume --out a");
        new NextCommands(new TrainFacesOptions { Out = "a", Arguments = ["--mpi"], Mpi = true }, Faces, 3).Resume
            .Should().StartWith("mpirun -n 3 dotnet ").And.EndWith("TrainFaces.dll --mpi --resume");
    }

    [Fact]
    public void A_run_is_completed_without_its_limit_of_steps() =>
        new NextCommands(new TrainFacesOptions { Out = "a", Arguments = ["--epochs", "5", "--max-steps", "7", "--seed", "3"] }, Faces, 1).Complete
            .Should().EndWith("TrainFaces.dll --epochs 5 --seed 3 --resume");

    [Fact]
    public void Training_longer_replaces_the_limits()
    {
        new NextCommands(new TrainFacesOptions { Out = "a", Epochs = 5, Arguments = ["--epochs", "5", "--seed", "3", "--max-steps=7"] }, Faces, 1).TrainLonger
            .Should().EndWith("TrainFaces.dll --seed 3 --epochs 10 --resume");
    }

    [Theory]
    [InlineData(5000, null, "--epochs 9999")]
    [InlineData(9999, 100L, "--epochs 9999")]
    [InlineData(9999, null, null)]
    public void Training_longer_keeps_to_the_maximum(int epochs, long? steps, string? expected)
    {
        string? command = new NextCommands(new TrainFacesOptions { Out = "a", Epochs = epochs, MaxSteps = steps }, Faces, 1).TrainLonger;

        (command is null ? null : string.Join(' ', command.Split(' ')[^3..^1])).Should().Be(expected);
    }

    [Fact]
    public void The_evaluation_compares_with_the_data_of_the_run()
    {
        Of().Evaluate("x").Should().EndWith("TrainFaces.dll evaluate --checkpoint x");
        new NextCommands(new TrainFacesOptions { Out = "a", Data = "my faces" }, Faces, 1).Evaluate("x").Should().EndWith("evaluate --checkpoint x --data 'my faces'");
    }

    private static NextCommands Of(params string[] arguments) =>
        new(new TrainFacesOptions { Out = arguments is [_, var output, ..] ? output : "a", Arguments = arguments }, Faces, 1);
}
