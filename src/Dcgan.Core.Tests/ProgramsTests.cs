using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Dcgan.Core.Evaluation;
using FluentAssertions;
using Microsoft.Extensions.Logging;
using Microsoft.ML.OnnxRuntime;
using TorchSharp;
using Xunit;

namespace Dcgan.Core.Tests;

/// <summary>Tests the programs of docs/programs.md: the page shows the code that compiles, and each program runs.</summary>
public sealed partial class ProgramsTests : IDisposable
{
    /// <summary>Number of spaces before a line of a method's body.</summary>
    private const int Indentation = 8;

    /// <summary>The programs, in the page's order.</summary>
    private static readonly string[] Names =
    [
        nameof(Programs.Train), nameof(Programs.Resume), nameof(Programs.Sample), nameof(Programs.Conditional),
        nameof(Programs.DataLoader), nameof(Programs.OwnObjective), nameof(Programs.OwnUpdate), nameof(Programs.FineTune),
        nameof(Programs.Export), nameof(Programs.Evaluate), nameof(Programs.Serve), nameof(Programs.SeveralProcesses),
    ];

    private readonly DisposeScope scope = torch.NewDisposeScope();
    private readonly TestFolder folder = new();
    private readonly RecordedLog log = new();

    public static TheoryData<string> Cases => [.. Names];

    public void Dispose()
    {
        folder.Dispose();
        scope.Dispose();
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_pages_code_is_the_code_that_compiles_here(string name)
    {
        string source = RepositoryFiles.Read("src", "Dcgan.Core.Tests", "Programs", name + ".cs");
        string section = Sections().Single(text => text.Contains($"/Programs/{name}.cs)", StringComparison.Ordinal));

        string[] compiled = Between(source, "        // <program>\n", "// </program>").TrimEnd().Split('\n');
        string[] shown = Between(section, "```csharp\n", "```").TrimEnd().Split('\n');

        shown.Should().Equal(compiled.Select(line => line.Length > Indentation ? line[Indentation..] : line));
    }

    [Fact]
    public void The_page_has_one_section_for_each_program()
    {
        IEnumerable<string> linked = Sections().Select(section => Link().Match(section).Groups["name"].Value);
        string[] files = Directory.GetFiles(RepositoryFiles.PathOf("src", "Dcgan.Core.Tests", "Programs"), "*.cs");

        linked.Should().Equal(Names);
        files.Select(Path.GetFileNameWithoutExtension).Order().Should().Equal(Names.Order());
    }

    [Fact]
    public void Train_saves_a_checkpoint_for_each_epoch()
    {
        Programs.Train.Run(Batches(), torch.CPU, folder.Path, new Progress<DcganStep>(), log, CancellationToken.None);

        using DcganTrainer trainer = DcganTrainer.Open(new CheckpointDirectory(folder.Path).Latest()!);
        (trainer.Epoch, trainer.StepCount).Should().Be((10, 20));
        log.Lines.Should().Contain($"Information: Epoch 10: 2 steps, saved to {folder["step-000000020.safetensors"]}");
    }

    [Fact]
    public void Resume_continues_a_canceled_run_bit_identically()
    {
        torch.Tensor images = Images(70);
        using var source = new CancellationTokenSource();
        int loaded = 0;
        torch.Tensor Load(int[] indices)
        {
            if (++loaded == 4)
            {
                source.Cancel();
            }

            return images[torch.tensor(indices.Select(index => (long)index).ToArray())];
        }

        Action canceled = () => Programs.Resume.Run(70, Load, torch.CPU, folder["canceled"], log, source.Token);
        canceled.Should().Throw<OperationCanceledException>();
        Programs.Resume.Run(70, Load, torch.CPU, folder["canceled"], log, CancellationToken.None);
        loaded.Should().Be(20, "10 epochs have 2 batches each, and none is repeated");
        Programs.Resume.Run(70, Load, torch.CPU, folder["whole"], log, CancellationToken.None);

        byte[] resumed = File.ReadAllBytes(new CheckpointDirectory(folder["canceled"]).Latest()!);
        byte[] whole = File.ReadAllBytes(new CheckpointDirectory(folder["whole"]).Latest()!);
        resumed.Should().Equal(whole);
    }

    [Fact]
    public void Sample_writes_a_picture()
    {
        Programs.Sample.Run(Checkpoint(), torch.CPU, folder["faces.ppm"]);

        byte[] picture = File.ReadAllBytes(folder["faces.ppm"]);
        byte[] heading = Encoding.ASCII.GetBytes("P6 64 64 255\n");
        picture.Should().StartWith(heading).And.HaveCount(heading.Length + (3 * 64 * 64));
    }

    [Fact]
    public void Conditional_generates_images_of_a_class()
    {
        var batches = Batches().Select(images => (images, torch.tensor(new long[] { 0, 1, 2, 3 })));

        Programs.Conditional.Run(batches, torch.CPU, log).Should().Equal(16, 3, 16, 16);
    }

    [Fact]
    public void DataLoader_trains_on_every_complete_batch_with_its_labels()
    {
        using var dataset = new Digits(129);

        Programs.DataLoader.Run(dataset, torch.CPU, log).Should().Be(2, "the last batch has 1 image, which cannot be normalized");

        log.Lines.Should().NotContain(line => line.StartsWith("Warning", StringComparison.Ordinal), "the images are scaled");
    }

    [Fact]
    public void OwnObjective_trains_a_run_that_only_a_trainer_with_the_objective_resumes()
    {
        Programs.OwnObjective.Run(Batches(), folder["run.safetensors"], log);

        FluentActions.Invoking(() => DcganTrainer.Open(folder["run.safetensors"])).Should().Throw<CheckpointException>()
            .WithMessage("*its own objective, 'SoftHinge'*");
    }

    [Fact]
    public void OwnUpdate_trains_the_generator()
    {
        Programs.OwnUpdate.Run(Batches(), torch.CPU, folder["generator.safetensors"], log);

        using Generator trained = Generator.Open(folder["generator.safetensors"]);
        using DcganTrainer untrained = DcganPreset.Paper.For([64, 32]).CreateTrainer();
        Tiny.Values(trained)["stages.0.weight"].Should().NotEqual(Tiny.Values(untrained.Generator)["stages.0.weight"]);
    }

    [Fact]
    public void FineTune_starts_from_the_trained_weights()
    {
        // The program builds its networks with seed 0, so weights trained from another seed differ greatly.
        string checkpoint = Checkpoint(seed: 5);

        Programs.FineTune.Run(checkpoint, [Tiny.Images()], torch.CPU, folder["tuned.safetensors"], log, CancellationToken.None);

        using DcganTrainer tuned = DcganTrainer.Open(folder["tuned.safetensors"]);
        using DcganTrainer pretrained = DcganTrainer.Open(checkpoint);
        tuned.StepCount.Should().Be(10);
        tuned.Options.Augmentation.Should().Be(AugmentationOptions.DiffAugment);
        using DcganTrainer untrained = Tiny.Trainer();
        const double Reach = 10 * 5e-5 * 2; // An Adam step changes a weight by about the learning rate.
        foreach (Func<DcganTrainer, torch.nn.Module> network in (Func<DcganTrainer, torch.nn.Module>[])[it => it.Generator, it => it.Discriminator])
        {
            Distance(network(tuned), network(pretrained)).Should().BeInRange(1e-6, Reach);
            Distance(network(untrained), network(pretrained)).Should().BeGreaterThan(20 * Reach);
        }

        Distance(tuned.Discriminator, pretrained.Discriminator, "stages.0.weight").Should().Be(0, "the stage is frozen");
    }

    [Fact]
    public void Export_writes_a_generator_in_each_format()
    {
        long[] shape = Programs.Export.Run(Checkpoint(), folder.Path, new Progress<double>(), log);

        shape.Should().Equal(64, 3, 8, 8);
        using var model = new InferenceSession(folder["generator.onnx"]);
        using var half = new InferenceSession(folder["generator-float16.onnx"]);
        using Generator generator = Generator.Open(folder["generator.safetensors"]);
        model.OutputNames.Should().Equal("images");
        half.OutputNames.Should().Equal("images");
        generator.Options.Should().Be(Tiny.Generator);
    }

    [Fact]
    public void Evaluate_measures_as_many_generated_as_real_images()
    {
        string checkpoint = Checkpoint();
        torch.Tensor[] real = [Tiny.Images(8), Tiny.Images(8, seed: 2)];

        EvaluationMeasures measures = Programs.Evaluate.Run(checkpoint, checkpoint, real, log);

        (measures.RealCount, measures.GeneratedCount).Should().Be((16, 16));
        log.Lines.Should().ContainSingle(line => line.StartsWith("Information: Fréchet distance ", StringComparison.Ordinal));
    }

    [Fact]
    public void Serve_answers_on_several_threads()
    {
        byte[][] concurrent = new byte[16][];
        byte[][] inTurn = new byte[16][];

        Programs.Serve.Run(
            Checkpoint(),
            handler =>
            {
                Together.Run(threads: 4, rounds: 4, (thread, round) => concurrent[(round * 4) + thread] = handler((round * 4) + thread));
                Array.ForEach([.. Enumerable.Range(0, 16)], seed => inTurn[seed] = handler(seed));
            },
            log);

        concurrent.Should().OnlyContain(pixels => pixels.Length == 8 * 8 * 3);
        concurrent.Zip(inTurn).SelectMany(pair => pair.First.Zip(pair.Second, (one, other) => Math.Abs(one - other)))
            .Should().OnlyContain(difference => difference <= 1, "an image depends on its seed only, up to rounding");
        inTurn[0].Should().NotEqual(inTurn[1]);
    }

    [Fact]
    public void SeveralProcesses_train_with_their_seeds_and_compare_the_runs()
    {
        using var evaluator = new Evaluator(
            images => images.mean([2, 3]) * 100, new() { SlicedWasserstein = new() { PatchesPerImage = 8, Projections = 16 } });
        evaluator.AddReal(Images(16));

        Programs.SeveralProcesses.Run(1, Batches(), torch.CPU, evaluator, folder.Path, log);
        (string Run, double Distance)[] first = [.. Distances()];
        log.Lines.Clear();
        Programs.SeveralProcesses.Run(2, Batches(), torch.CPU, evaluator, folder.Path, log);
        Dictionary<string, double> second = Distances().ToDictionary(line => line.Run, line => line.Distance);

        (string run, double distance) = first.Should().ContainSingle("the first process finds only its own run").Which;
        run.Should().Be("seed-1.safetensors");
        second.Keys.Should().BeEquivalentTo("seed-1.safetensors", "seed-2.safetensors");
        second["seed-1.safetensors"].Should().Be(distance, "the second process measures the first one's run alike");
        second["seed-2.safetensors"].Should().NotBe(distance, "another seed trains another generator");
    }

    /// <summary>Two batches of four images that fit the programs' networks, [4, 3, 16, 16].</summary>
    private static torch.Tensor[] Batches() => Images(8).split(4);

    private static torch.Tensor Images(int count)
    {
        using var random = new torch.Generator(1, torch.CPU);
        return torch.empty(count, 3, 16, 16).uniform_(-1, 1, random);
    }

    private static double Distance(torch.nn.Module first, torch.nn.Module second, string weight = "stages.1.weight") => Tiny.Values(first)[weight]
        .Zip(Tiny.Values(second)[weight], (one, other) => Math.Abs(one - other)).Max();

    private static string[] Sections() => RepositoryFiles.Read("docs", "programs.md").Split("\n## ")[1..];

    private static string Between(string text, string start, string end)
    {
        int from = text.IndexOf(start, StringComparison.Ordinal) + start.Length;
        return text[from..text.IndexOf(end, from, StringComparison.Ordinal)];
    }

    /// <summary>A short run's checkpoint, of 8x8 images.</summary>
    private string Checkpoint(long seed = 0)
    {
        using DcganTrainer trainer = Tiny.Trainer(seed);
        trainer.Step(Tiny.Images());
        trainer.Save(folder["run.safetensors"]);
        return folder["run.safetensors"];
    }

    /// <summary>The logged Fréchet distances, with their runs' file names.</summary>
    private IEnumerable<(string Run, double Distance)> Distances() => log.Lines
        .Select(line => DistanceLine().Match(line))
        .Where(match => match.Success)
        .Select(match => (match.Groups["run"].Value, double.Parse(match.Groups["distance"].Value, CultureInfo.InvariantCulture)));

    [GeneratedRegex("^Information: (?<run>.+): Fréchet distance (?<distance>.+)$", RegexOptions.ExplicitCapture)]
    private static partial Regex DistanceLine();

    [GeneratedRegex(@"\(\.\./src/Dcgan\.Core\.Tests/Programs/(?<name>\w+)\.cs\)", RegexOptions.ExplicitCapture)]
    private static partial Regex Link();
}
