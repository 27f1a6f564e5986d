using System.Text;
using FluentAssertions;
using TorchSharp;
using Xunit;

namespace Dcgan.Core.Tests.Safetensors;

public sealed class SafetensorsFileTests
{
    private const string Small = """{"a":{"dtype":"I16","shape":[2],"data_offsets":[1,5]},"b":{"dtype":"BOOL","shape":[],"data_offsets":[0,1]}}""";

    private static readonly byte[] SmallData = [1, 0x34, 0x12, 0xff, 0xff];

    private static byte[] SmallFile => SafetensorsBytes.Of(Encoding.UTF8.GetBytes(Small), SmallData);

    [Fact]
    public void Tensors_are_listed_and_read()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using var folder = new TestFolder();
        using var file = SafetensorsFile.Open(folder.Holding(SmallFile));

        file.Path.Should().Be(folder["file.safetensors"]);
        file.Metadata.Should().BeEmpty();
        file.Tensors.Select(tensor => tensor.ToString()).Should().Equal("b Bool []", "a Int16 [2]");
        file.Tensors[1].ByteLength.Should().Be(4);
        file.Contains("a").Should().BeTrue();
        file.Contains("c").Should().BeFalse();
        file.TryGet("b", out SafetensorsTensor? found).Should().BeTrue();
        found.Should().BeSameAs(file.Tensors[0]);
        file.TryGet("c", out _).Should().BeFalse();
        file.Read("a").data<short>().ToArray().Should().Equal(0x1234, -1);
        file.ReadAll().Keys.Should().Equal("b", "a");
        file.ReadAll()["b"].item<bool>().Should().BeTrue();
    }

    [Fact]
    public void A_file_that_another_implementation_wrote_is_read()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using var file = SafetensorsFile.Open(Path.Combine(AppContext.BaseDirectory, "Golden", "golden-16px-gray.safetensors"));

        IReadOnlyDictionary<string, torch.Tensor> tensors = file.ReadAll();

        file.Metadata["config"].Should().StartWith("{\"seed\": 2, ");
        tensors.Should().HaveCount(file.Tensors.Count);
        tensors["z"].dtype.Should().Be(torch.ScalarType.Float64);
        tensors["z"].shape.Should().Equal(4, 3);
        tensors["z"].abs().max().item<double>().Should().BeInRange(0.5, 1);
        tensors["z"].Equals(file.Read("z")).Should().BeTrue();
    }

    [Fact]
    public void What_was_read_belongs_to_the_scope_and_outlives_the_file()
    {
        using var folder = new TestFolder();
        torch.Tensor kept;
        using (DisposeScope scope = torch.NewDisposeScope())
        {
            using (var file = SafetensorsFile.Open(folder.Holding(SmallFile)))
            {
                kept = file.Read("a");
            }

            kept[1].item<short>().Should().Be(-1);
        }

        kept.IsInvalid.Should().BeTrue();
    }

    [Fact]
    public void A_file_cut_short_anywhere_is_refused()
    {
        using var folder = new TestFolder();
        for (int length = 0; length < SmallFile.Length; length++)
        {
            string path = folder.Holding(SmallFile[..length]);
            FluentActions.Invoking(() => SafetensorsFile.Open(path)).Should().Throw<CheckpointException>("of {0} bytes", length)
                .Which.Path.Should().Be(path);
        }
    }

    [Fact]
    public void Any_bit_of_the_header_may_flip_and_nothing_but_the_exception_happens()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using var folder = new TestFolder();
        int opened = 0;
        int headerLength = SmallFile.Length - SmallData.Length;
        for (int bit = 0; bit < 8 * headerLength; bit++)
        {
            byte[] bytes = SmallFile;
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            string path = folder.Holding(bytes);
            try
            {
                using var file = SafetensorsFile.Open(path);
                file.ReadAll();
                opened++;
            }
            catch (CheckpointException error)
            {
                error.Message.Should().StartWith($"{path}: ");
            }
        }

        // Bit flips that leave a valid header: flips in the two names, and flips that turn I16 into another two-byte type.
        opened.Should().BeInRange(2, 16);
    }

    [Fact]
    public void A_header_longer_than_the_file_or_the_limit_is_refused_before_anything_is_sized_by_it()
    {
        using var folder = new TestFolder();
        byte[] bytes = SmallFile;
        foreach ((ulong claim, string rule) in new[]
        {
            (113ul, "the header length is 113 bytes but the file ends after 112 of them."),
            (100_000_000ul, "the header length is 100000000 bytes but the file ends after 112 of them."),
            (100_000_001ul, "the header length must be at most 100000000 bytes but is 100000001; *"),
            (1ul << 63, "the header length must be at most 100000000 bytes but is 9223372036854775808; *"),
            (ulong.MaxValue, "the header length must be at most 100000000 bytes but is 18446744073709551615; *"),
        })
        {
            BitConverter.TryWriteBytes(bytes, claim);
            string path = folder.Holding(bytes);
            long before = GC.GetAllocatedBytesForCurrentThread();
            Action open = () => SafetensorsFile.Open(path);
            open.Should().Throw<CheckpointException>().WithMessage($"{path}: {rule}");
            (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(1_000_000);
        }
    }

    [Fact]
    public void What_is_no_file_is_refused_in_one_sentence()
    {
        using var folder = new TestFolder();

        FluentActions.Invoking(() => SafetensorsFile.Open(folder["none"])).Should().Throw<CheckpointException>()
            .WithMessage($"{folder["none"]}: there is no such file.").WithInnerException<FileNotFoundException>();
        FluentActions.Invoking(() => SafetensorsFile.Open(folder["none/none"])).Should().Throw<CheckpointException>()
            .WithMessage($"{folder["none/none"]}: there is no such file.");
        FluentActions.Invoking(() => SafetensorsFile.Open(folder.Path)).Should().Throw<CheckpointException>()
            .WithMessage($"{folder.Path}: this is a folder, not a file.");
        FluentActions.Invoking(() => SafetensorsFile.Open("")).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => SafetensorsFile.Open(folder.Holding([1, 2, 3]))).Should().Throw<CheckpointException>()
            .WithMessage("*: a safetensors file begins with the header length in 8 bytes, but the size of this file is 3.");
    }

    [Fact]
    public async Task A_named_pipe_is_refused_instead_of_waited_for()
    {
        using var folder = new TestFolder();
        string pipe = folder.MakePipe("step-000000002.safetensors");
        File.CreateSymbolicLink(folder["link"], pipe);
        foreach (string path in new[] { pipe, folder["link"] })
        {
            Task opening = Task.Run(() => SafetensorsFile.Open(path).Dispose());
            await opening.Invoking(it => it.WaitAsync(TimeSpan.FromMinutes(10))).Should().ThrowAsync<CheckpointException>()
                .WithMessage($"{path}: this is a pipe, not a file.");
        }

        Task<string?> latest = Task.Run(new CheckpointDirectory(folder.Path).Latest);
        (await latest.WaitAsync(TimeSpan.FromMinutes(10))).Should().BeNull();
    }

    [Fact]
    public void A_missing_tensor_is_a_checkpoint_error()
    {
        using var folder = new TestFolder();
        using var file = SafetensorsFile.Open(folder.Holding(SmallFile));

        file.Invoking(it => it.Read("c")).Should().Throw<CheckpointException>()
            .WithMessage($"{file.Path}: tensor 'c': it is not one of the file's 2 tensors.").Which.TensorName.Should().Be("c");
    }

    [Fact]
    public void A_BOOL_value_other_than_0_and_1_is_refused()
    {
        using var folder = new TestFolder();
        byte[] bytes = SmallFile;
        bytes[^SmallData.Length] = 2;
        using var file = SafetensorsFile.Open(folder.Holding(bytes));

        file.Invoking(it => it.ReadAll()).Should().Throw<CheckpointException>().WithMessage("*: tensor 'b': a BOOL value must be 0 or 1.");
    }

    [Fact]
    public void A_closed_file_says_so()
    {
        using var folder = new TestFolder();
        var file = SafetensorsFile.Open(folder.Holding(SmallFile));
        file.Dispose();

        file.Invoking(it => it.Read("a")).Should().Throw<ObjectDisposedException>();
        file.Invoking(it => it.ReadAll()).Should().Throw<ObjectDisposedException>();
    }
}
