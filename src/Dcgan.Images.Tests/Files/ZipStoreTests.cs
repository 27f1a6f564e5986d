using System.Buffers.Binary;
using System.IO.Compression;
using Dcgan.Images.Files;
using FluentAssertions;
using Xunit;

namespace Dcgan.Images.Tests.Files;

public sealed class ZipStoreTests : IDisposable
{
    // Positions of fields in the central directory's record of a file.
    private const int Flags = 8;
    private const int Checksum = 16;
    private const int Size = 24;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_folder_and_an_archive_of_it_contain_the_same_images()
    {
        string[] files =
        [
            "b.png", "a/B.webp", "a/.hidden/c.png", "__MACOSX/d.png", "._e.png", "x.bmp", "x.gif", "in.zip",
            "run/run.json", "run/samples-epoch-0001.png",
        ];
        foreach (string file in files)
        {
            folder.Write($"data/{file}", [1]);
        }

        using var read = new FolderStore(folder.File("data"), excluded: null, CancellationToken.None);
        using var zip = Open([.. files.Select(file => (file, new byte[] { 1 }))]);

        read.Names.Should().Equal("a/B.webp", "b.png", "x.bmp");
        zip.Names.Should().Equal(read.Names);
        zip.Notes.Should().HaveCount(3).And.Equal(read.Notes);
    }

    [Fact]
    public void Names_with_backslashes_are_paths()
    {
        using var zip = Open(("a\\.hidden\\b.png", [1]), ("a\\c.png", [2]));

        zip.Names.Should().Equal("a/c.png");
        zip.Read(0).Should().Equal(2);
    }

    [Fact]
    public void Encrypted_images_are_named()
    {
        Write(("a.png", [1]), ("b.png", [1]));
        Patch("b.png", Flags, [1, 0]);

        using var zip = new ZipStore(folder.File("a.zip"));

        zip.Names.Should().Equal("a.png");
        zip.Notes.Should().Equal("1 encrypted image is not used: b.png. Extract the archive with its password, and use the folder.");
    }

    [Fact]
    public void A_wrong_checksum_is_reported()
    {
        Write(("a.png", [1, 2, 3]));
        Patch("a.png", Checksum, [1, 2, 3, 4]);
        using var zip = new ZipStore(folder.File("a.zip"));

        zip.Invoking(store => store.Read(0)).Should().Throw<InvalidDataException>()
            .WithMessage("Its content does not match its checksum (CRC-32), so the zip archive is damaged.");
    }

    [Fact]
    public void An_image_that_expands_to_more_than_the_limit_is_not_read()
    {
        byte[] size = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(size, 4_000_000_000);
        Write(("bomb.png", new byte[1000]));
        Patch("bomb.png", Size, size);
        using var zip = new ZipStore(folder.File("a.zip"));

        zip.Invoking(store => store.Read(0)).Should().Throw<InvalidDataException>()
            .WithMessage("An image file must have at most 268435456 bytes, but this file has 4000000000.");
    }

    [Fact]
    public void No_more_is_read_than_the_archive_declares()
    {
        Write(("bomb.png", new byte[50_000_000]));
        Patch("bomb.png", Size, [0xE8, 3, 0, 0]);
        using var zip = new ZipStore(folder.File("a.zip"));
        long before = GC.GetAllocatedBytesForCurrentThread();

        zip.Invoking(store => store.Read(0)).Should().Throw<InvalidDataException>().WithMessage("Its content does not *, so the *archive is damaged.");

        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(5_000_000);
    }

    [Fact]
    public void An_archive_that_is_cut_off_is_reported()
    {
        Write(("a.png", new byte[1000]));
        byte[] whole = File.ReadAllBytes(folder.File("a.zip"));
        folder.Write("a.zip", whole[..^30]);

        FluentActions.Invoking(() => new ZipStore(folder.File("a.zip"))).Should().Throw<InvalidDataException>()
            .WithMessage("the zip archive is cut off or damaged; copy or download it again. *");
    }

    [Fact]
    public void A_pipe_is_not_opened()
    {
        NamedPipe.Create(folder.File("pipe.zip"));

        FluentActions.Invoking(() => new ZipStore(folder.File("pipe.zip"))).Should().Throw<InvalidDataException>()
            .WithMessage("must be a folder or a zip archive, but is an empty file or not a regular file.");
    }

    private ZipStore Open(params (string Name, byte[] Content)[] files)
    {
        Write(files);
        return new ZipStore(folder.File("a.zip"));
    }

    private void Write(params (string Name, byte[] Content)[] files)
    {
        using var archive = ZipFile.Open(folder.File("a.zip"), ZipArchiveMode.Create);
        foreach (var (name, content) in files)
        {
            using var stream = archive.CreateEntry(name).Open();
            stream.Write(content);
        }
    }

    // Overwrites a field in the central directory's record of a file. The name is at position 46 of the record.
    private void Patch(string name, int field, byte[] value)
    {
        byte[] zip = File.ReadAllBytes(folder.File("a.zip"));
        int record = zip.AsSpan().LastIndexOf(System.Text.Encoding.UTF8.GetBytes(name)) - 46;
        value.CopyTo(zip, record + field);
        folder.Write("a.zip", zip);
    }
}
