using Dcgan.Images.Files;
using FluentAssertions;
using Xunit;

namespace Dcgan.Images.Tests.Files;

public sealed class FolderWalkTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Links_that_form_a_loop_do_not_repeat_files()
    {
        Write("a.png", "deep/b.png");
        Link("loop", ".");
        Link("deep/up", "..");
        Link("deep/first", "second");
        Link("deep/second", "first");

        // Links that lead nowhere are not folders.
        Files().Should().Equal("a.png", "deep/b.png", "deep/first", "deep/second");
    }

    [Fact]
    public void A_folder_that_several_links_lead_to_is_read_once_with_the_first_name()
    {
        using var elsewhere = new TemporaryFolder();
        elsewhere.Write("c.png", [1]);
        Write("a.png");
        Link("z", elsewhere.Path);
        Link("m", elsewhere.Path);
        Link("n", folder.File("z"));

        Files().Should().Equal("a.png", "m/c.png");
    }

    [Fact]
    public void The_name_without_a_link_comes_first()
    {
        Write("z/b.png");
        Link("a", "z");

        Files().Should().Equal("z/b.png");
    }

    [Fact]
    public void A_link_to_a_folder_above_is_not_followed()
    {
        Write("data/a.png", "b.png");
        Link("data/up", folder.Path);
        Link("data/top", "/");

        Files("data").Should().Equal("a.png");
    }

    [Fact]
    public void The_folder_itself_may_be_a_link()
    {
        Write("real/a.png", "real/deep/b.png");
        Link("data", "real");
        Link("real/loop", "../data");

        Files("data").Should().Equal("a.png", "deep/b.png");
    }

    [Fact]
    public void Hidden_folders_are_not_read()
    {
        Write(".git/a.png", "deep/.thumbnails/b.png", "__MACOSX/c.png", "deep/.d.png");

        Files().Should().BeEmpty();
    }

    [Fact]
    public void The_excluded_folder_is_found_through_a_link()
    {
        Write("a.png", "runs/faces/b.png", "runs/c.png");
        Link("output", "runs/faces");

        Walk(".", excluded: folder.File("output")).Files.Order().Should().Equal("a.png", "runs/c.png");
    }

    [Fact]
    public void A_folder_that_cannot_be_read_is_named()
    {
        Write("a.png", "deep/b.png");
        string name = new('x', 250);

        // The shell changes its folder step by step, so it can create a path that is too long to be opened.
        try
        {
            Shell.Run($"cd '{folder.File("deep")}'; for i in $(seq 20); do mkdir {name}; cd {name}; done");
            FolderWalk walk = Walk(".");

            walk.Files.Should().Equal("a.png", "deep/b.png");
            walk.Unreadable.Should().ContainSingle().Which.Should().StartWith($"the folder deep/{name}/").And.Contain(" cannot be read, so its images are not used. ");
        }
        finally
        {
            Shell.Run($"rm -rf '{folder.File("deep")}'");
        }
    }

    [Fact]
    public void A_missing_folder_is_an_error() =>
        FluentActions.Invoking(() => Walk("nowhere")).Should().Throw<IOException>();

    private string[] Files(string name = ".") => [.. Walk(name).Files.Order(StringComparer.Ordinal)];

    private FolderWalk Walk(string name, string? excluded = null) => new(folder.File(name), excluded, CancellationToken.None);

    private void Write(params string[] names)
    {
        foreach (string name in names)
        {
            folder.Write(name, [1]);
        }
    }

    private void Link(string name, string target) => Directory.CreateSymbolicLink(folder.File(name), target);
}
