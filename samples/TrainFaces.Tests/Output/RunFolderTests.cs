using FluentAssertions;
using TrainFaces.Output;
using Xunit;

namespace TrainFaces.Tests.Output;

public class RunFolderTests
{
    [Fact]
    public void Only_one_run_at_a_time_has_the_folder()
    {
        using var temporary = new TemporaryFolder();
        using (new RunFolder(temporary.Path))
        {
            FluentActions.Invoking(() => new RunFolder(temporary.Path)).Should().Throw<SampleException>().WithMessage(
                $"--out {temporary.Path}: another run is writing to this folder. Wait until it ends, or use another --out.");
        }

        using var next = new RunFolder(temporary.Path);
        next.FullPath.Should().Be(temporary.Path);
    }

    [Fact]
    public void A_run_is_moved_aside_complete_and_other_files_stay()
    {
        using var temporary = new TemporaryFolder();
        string[] run = ["run.json", "losses.csv", "losses.png", "measures.csv", "samples-epoch-0000.png", "samples-epoch-0012.png", "checkpoints/step-000000002.safetensors"];
        string[] others = ["notes.txt", "samples.png", "earlier-1/mine.png", "checkpoints-1/step-000000001.safetensors"];
        byte number = 0;
        foreach (string name in run.Concat(others))
        {
            temporary.Write(name, [number++]);
        }

        using var folder = new RunFolder(temporary.Path);

        folder.MoveAside().Should().Be(temporary.File("earlier-2"));
        number = 0;
        foreach (string name in run.Select(name => $"earlier-2/{name}").Concat(others))
        {
            File.ReadAllBytes(temporary.File(name)).Should().Equal([number++], name);
        }

        Directory.GetFileSystemEntries(temporary.Path).Should().HaveCount(6); // .lock, notes.txt, samples.png and three folders
        folder.MoveAside().Should().BeNull();
        folder.EarlierRun().Should().Be(temporary.File("earlier-2"));
        folder.EarlierCheckpoints().Should().Be(temporary.File("checkpoints-1"));
    }

    [Fact]
    public void A_run_that_cannot_be_moved_stays_complete()
    {
        using var temporary = new TemporaryFolder();

        // Linux allows paths of 4095 bytes. In the subfolder, only the shorter name fits.
        const int Length = 4069;
        string deep = temporary.Path;
        for (int left = Length - deep.Length; left > 0; left = Length - deep.Length)
        {
            deep += "/" + new string('x', left <= 201 ? left - 1 : Math.Min(200, left - 3));
        }

        deep.Should().HaveLength(Length);
        Directory.CreateDirectory(deep);
        File.WriteAllText(Path.Combine(deep, "run.json"), "run");
        File.WriteAllText(Path.Combine(deep, "samples-epoch-0000.png"), "samples");
        using (var folder = new RunFolder(deep))
        {
            folder.Invoking(run => run.MoveAside()).Should().Throw<SampleException>().WithMessage(
                $"--out {deep}: cannot move the earlier run to {deep}/earlier-1, because samples-epoch-0000.png cannot be moved. *");
        }

        Directory.GetFileSystemEntries(deep).Select(Path.GetFileName).Should().BeEquivalentTo(".lock", "run.json", "samples-epoch-0000.png");
        File.ReadAllText(Path.Combine(deep, "run.json")).Should().Be("run");
    }

    [Fact]
    public void A_relative_link_still_leads_to_its_target_after_the_move()
    {
        using var temporary = new TemporaryFolder();
        temporary.Write("disk/checkpoints/step-000000002.safetensors", [1]);
        temporary.Write("disk/losses.csv", [2]);
        temporary.Write("runs/run.json", [3]);
        Directory.CreateSymbolicLink(temporary.File("runs/checkpoints"), "../disk/checkpoints");
        File.CreateSymbolicLink(temporary.File("runs/losses.csv"), "../disk/losses.csv");
        File.CreateSymbolicLink(temporary.File("runs/measures.csv"), "../disk/nothing");
        using var folder = new RunFolder(temporary.File("runs"));

        folder.MoveAside().Should().Be(temporary.File("runs/earlier-1"));

        File.ReadAllBytes(temporary.File("runs/earlier-1/checkpoints/step-000000002.safetensors")).Should().Equal(1);
        File.ReadAllBytes(temporary.File("runs/earlier-1/losses.csv")).Should().Equal(2);
        new FileInfo(temporary.File("runs/earlier-1/measures.csv")).LinkTarget.Should().Be(temporary.File("disk/nothing"));
        Directory.GetFileSystemEntries(temporary.File("runs")).Should().HaveCount(2); // .lock and earlier-1
        File.Exists(temporary.File("disk/losses.csv")).Should().BeTrue();
    }

    [Theory]
    [InlineData(false, "run.json", "samples-epoch-0000.png", "losses.csv", "checkpoints/step-000000002.safetensors.partial")]
    [InlineData(true, "samples-epoch-0001.png")]
    [InlineData(true, "measures.csv")]
    public void A_run_has_results_from_the_end_of_its_first_epoch(bool hasResults, params string[] names)
    {
        using var temporary = new TemporaryFolder();
        foreach (string name in names)
        {
            temporary.Write(name, [1]);
        }

        using var folder = new RunFolder(temporary.Path);

        folder.HasResults.Should().Be(hasResults);
    }

    [Fact]
    public void The_tenth_run_is_later_than_the_ninth()
    {
        using var temporary = new TemporaryFolder();
        Directory.CreateDirectory(temporary.File("earlier-9"));
        Directory.CreateDirectory(temporary.File("earlier-10"));
        Directory.CreateDirectory(temporary.File("earlier-x"));
        using var folder = new RunFolder(temporary.Path);

        folder.EarlierRun().Should().Be(temporary.File("earlier-10"));
        folder.EarlierCheckpoints().Should().BeNull();
    }
}
