using System.Net.Sockets;
using Dcgan.Core.Safetensors;
using FluentAssertions;
using Xunit;

namespace Dcgan.Core.Tests.Files;

public sealed class AtomicFileTests
{
    [Fact]
    public void The_file_is_new_or_replaced_and_nothing_else_is_left()
    {
        using var folder = new TestFolder();
        string path = folder["file"];

        AtomicFile.WriteHandle(path, file => RandomAccess.Write(file, new byte[] { 1, 2, 3 }, 0));
        File.ReadAllBytes(path).Should().Equal(1, 2, 3);
        AtomicFile.WriteHandle(path, file =>
        {
            RandomAccess.Write(file, new byte[] { 4 }, 0);
            File.ReadAllBytes(path).Should().Equal(new byte[] { 1, 2, 3 }, "the old file exists until the new one is complete");
        });

        File.ReadAllBytes(path).Should().Equal(4);
        folder.Names.Should().Equal("file");
    }

    [Fact]
    public void What_a_killed_writer_left_is_overwritten()
    {
        using var folder = new TestFolder();
        File.WriteAllBytes(folder["file.partial"], new byte[100]);

        AtomicFile.WriteHandle(folder["file"], file => RandomAccess.Write(file, new byte[] { 1 }, 0));

        File.ReadAllBytes(folder["file"]).Should().Equal(1);
        folder.Names.Should().Equal("file");
    }

    [Fact]
    public void A_second_writer_is_refused_and_the_first_one_finishes()
    {
        using var folder = new TestFolder();
        string path = folder["file"];

        AtomicFile.WriteHandle(path, file =>
        {
            RandomAccess.Write(file, new byte[] { 1 }, 0);
            FluentActions.Invoking(() => AtomicFile.WriteHandle(path, other => RandomAccess.Write(other, new byte[] { 2, 2 }, 0)))
                .Should().Throw<CheckpointException>().WithMessage($"{path}: cannot be written: another writer is already writing '{path}.partial'.");
            AtomicFile.WriteHandle(folder["another"], other => RandomAccess.Write(other, new byte[] { 3 }, 0));
        });

        File.ReadAllBytes(path).Should().Equal(1);
        folder.Names.Should().Equal("another", "file");
    }

    [Fact]
    public void Of_many_writers_each_writes_all_or_nothing()
    {
        const int Length = 10_000;
        using var folder = new TestFolder();
        string path = folder["file"];
        int written = 0;
        Together.Run(threads: 8, rounds: 50, (thread, round) =>
        {
            try
            {
                AtomicFile.WriteHandle(path, file =>
                {
                    for (int offset = 0; offset < Length; offset += Length / 4)
                    {
                        RandomAccess.Write(file, Enumerable.Repeat((byte)((round * 8) + thread), Length / 4).ToArray(), offset);
                    }
                });
                Interlocked.Increment(ref written);
            }
            catch (CheckpointException error) when (
                OperatingSystem.IsWindows() || error.Message.Contains("another writer", StringComparison.Ordinal))
            {
                // Windows also refuses to replace a file that another thread has open.
            }

            byte[] bytes = written == 0 || OperatingSystem.IsWindows() ? [] : File.ReadAllBytes(path);
            bytes.Distinct().Count().Should().Be(bytes.Length == 0 ? 0 : 1);
            bytes.Length.Should().BeOneOf(0, Length);
        });

        written.Should().BePositive();
        new FileInfo(path).Length.Should().Be(Length);
        folder.Names.Should().Equal("file");
    }

    [Fact]
    public void A_failure_leaves_the_old_file_and_no_other()
    {
        using var folder = new TestFolder();
        string path = folder["file"];
        File.WriteAllBytes(path, [1]);

        FluentActions.Invoking(() => AtomicFile.WriteHandle(path, file =>
        {
            RandomAccess.Write(file, new byte[] { 2, 3 }, 0);
            throw new OperationCanceledException("stop");
        })).Should().Throw<OperationCanceledException>().WithMessage("stop");
        FluentActions.Invoking(() => AtomicFile.WriteHandle(path, _ => throw new IOException("No space left on device")))
            .Should().Throw<CheckpointException>().WithMessage($"{path}: cannot be written; the old file, if any, is unchanged: No space left on device")
            .Which.Path.Should().Be(path);

        File.ReadAllBytes(path).Should().Equal(1);
        folder.Names.Should().Equal("file");
    }

    [Fact]
    public void A_place_where_no_file_can_be_is_refused_in_one_sentence()
    {
        using var folder = new TestFolder();
        Directory.CreateDirectory(folder["taken.partial"]);
        void Refused(string path, string message) => FluentActions.Invoking(() => AtomicFile.WriteHandle(path, _ => { }))
            .Should().Throw<CheckpointException>().WithMessage($"{path}: {message}");

        Refused(folder.Path, "cannot be written: this is a folder, not a file.");
        Refused(folder["none/file"], $"cannot be written: there is no folder '{folder["none"]}'.");
        Refused(folder["taken"], $"cannot be written: the folder '{folder["taken"]}.partial' is in the way.");
        if (OperatingSystem.IsLinux())
        {
            // Root may write to a read-only folder, but not to this folder.
            Refused("/sys/file", "cannot be written: there is no permission to create '/sys/file.partial'.");
        }

        folder.Names.Should().Equal("taken.partial");
    }

    [Fact]
    public void A_link_is_followed_and_stays()
    {
        using var folder = new TestFolder();
        string target = folder["target"];
        foreach (string link in new[] { folder["link"], folder["link to link"] })
        {
            File.CreateSymbolicLink(link, link == folder["link"] ? "target" : "link");
        }

        AtomicFile.WriteHandle(folder["link to link"], file => RandomAccess.Write(file, new byte[] { 1 }, 0));
        File.ReadAllBytes(target).Should().Equal(new byte[] { 1 }, "the target of a link need not exist yet");
        AtomicFile.WriteHandle(folder["link to link"], file => RandomAccess.Write(file, new byte[] { 2 }, 0));

        File.ReadAllBytes(target).Should().Equal(2);
        new FileInfo(folder["link to link"]).LinkTarget.Should().Be("link");
        new FileInfo(folder["link"]).LinkTarget.Should().Be("target");
        folder.Names.Should().Equal("link", "link to link", "target");
    }

    [Fact]
    public void A_host_writes_a_stream()
    {
        using var folder = new TestFolder();
        File.WriteAllBytes(folder["run.csv"], [9, 9, 9]);

        AtomicFile.Write(folder["run.csv"], stream => stream.Write([1, 2]));
        FluentActions.Invoking(() => AtomicFile.Write(folder["run.csv"], stream =>
        {
            stream.Write([3]);
            throw new InvalidOperationException("no more");
        })).Should().Throw<InvalidOperationException>();

        File.ReadAllBytes(folder["run.csv"]).Should().Equal(1, 2);
        folder.Names.Should().Equal("run.csv");
    }

    [Fact]
    public void What_is_no_file_is_refused_and_stays()
    {
        using var folder = new TestFolder();
        if (OperatingSystem.IsWindows())
        {
            FluentActions.Invoking(() => AtomicFile.CheckPath(@"\\.\NUL")).Should().Throw<CheckpointException>().WithMessage("*this is a device*");
            return;
        }

        folder.MakePipe("pipe");
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(folder["socket"]));
        File.CreateSymbolicLink(folder["link"], "pipe");
        const string Device = "/dev/null"; // Only checked: a fault in the writer must not replace it.

        Refused(folder["pipe"], "this is a pipe, not a file.");
        Refused(folder["link"], "this is a pipe, not a file.");
        Refused(folder["socket"], "this is a socket, not a file.");
        FluentActions.Invoking(() => SafetensorsFile.Open(folder["pipe"])).Should().Throw<CheckpointException>()
            .WithMessage($"{folder["pipe"]}: this is a pipe, not a file.");
        FluentActions.Invoking(() => AtomicFile.CheckPath(Device)).Should().Throw<CheckpointException>()
            .WithMessage($"{Device}: cannot be written: this is a device, not a file.");

        folder.Names.Should().Equal("link", "pipe", "socket");

        void Refused(string path, string message) => FluentActions.Invoking(() => AtomicFile.WriteHandle(path, _ => { }))
            .Should().Throw<CheckpointException>().WithMessage($"{path}: cannot be written: {message}");
    }

    [Fact]
    public void A_partial_file_that_is_no_file_is_not_written_through()
    {
        using var folder = new TestFolder();
        File.WriteAllBytes(folder["other"], [7]);
        File.CreateSymbolicLink(folder["linked.partial"], "other");
        var planted = new List<string> { "linked" };
        if (!OperatingSystem.IsWindows())
        {
            folder.MakePipe("piped.partial");
            planted.Add("piped");
        }

        foreach (string name in planted)
        {
            FluentActions.Invoking(() => AtomicFile.WriteHandle(folder[name], file => RandomAccess.Write(file, new byte[] { 1 }, 0)))
                .Should().Throw<CheckpointException>().WithMessage($"*'{folder[name]}.partial' is in the way, which is a {name[..4]}.");
            AtomicFile.DeleteAbandoned(folder[name + ".partial"]);
            folder.Names.Should().Contain(name + ".partial").And.NotContain(name);
        }

        File.ReadAllBytes(folder["other"]).Should().Equal(7);
    }

    [Fact]
    public void A_private_file_stays_private()
    {
        using var folder = new TestFolder();
        File.WriteAllBytes(folder["file"], [1]);
        UnixFileMode? Mode(string name = "file") => OperatingSystem.IsWindows() ? null : File.GetUnixFileMode(folder[name]);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(folder["file"], UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        UnixFileMode? before = Mode();
        AtomicFile.WriteHandle(folder["file"], _ => Mode("file.partial").Should().Be(before));

        new FileInfo(folder["file"]).Length.Should().Be(0);
        Mode().Should().Be(before);
    }
}
