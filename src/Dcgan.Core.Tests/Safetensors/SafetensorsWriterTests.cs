using System.Security.Cryptography;
using System.Text;
using FluentAssertions;
using TorchSharp;
using Xunit;

namespace Dcgan.Core.Tests.Safetensors;

public sealed class SafetensorsWriterTests
{
    private static readonly DigestKeys Digests = new("header.sha256", "data.sha256");

    public static TheoryData<string> Types => ["Bool", "Byte", "Int8", "Int16", "Int32", "Int64", "Float16", "BFloat16", "Float32", "Float64", "ComplexFloat32"];

    [Fact]
    public void Bytes_are_those_that_the_format_describes()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using var folder = new TestFolder();
        string path = folder["a.safetensors"];

        SafetensorsFile.Write(
            path,
            new Dictionary<string, torch.Tensor>
            {
                ["small"] = torch.tensor(new byte[] { 7, 8, 9 }),
                ["b"] = torch.tensor(new[] { 1f, 2f }),
                ["a"] = torch.tensor(new[] { 3f }).view(1, 1),
                ["count"] = torch.tensor(0x0102030405060708),
                ["nothing"] = torch.empty(2, 0),
            },
            new Dictionary<string, string> { ["z"] = "é\"", ["format"] = "pt" });

        const string Header = """{"__metadata__":{"format":"pt","z":"é\""},"count":{"dtype":"I64","shape":[],"data_offsets":[0,8]},"a":{"dtype":"F32","shape":[1,1],"data_offsets":[8,12]},"b":{"dtype":"F32","shape":[2],"data_offsets":[12,20]},"nothing":{"dtype":"F32","shape":[2,0],"data_offsets":[20,20]},"small":{"dtype":"U8","shape":[3],"data_offsets":[20,23]}}""";
        byte[] data = [8, 7, 6, 5, 4, 3, 2, 1, 0, 0, 0x40, 0x40, 0, 0, 0x80, 0x3f, 0, 0, 0, 0x40, 7, 8, 9];
        File.ReadAllBytes(path).Should().Equal(SafetensorsBytes.Of(Encoding.UTF8.GetBytes(Header + "     "), data));
    }

    [Fact]
    public void No_tensor_and_no_metadata_make_the_smallest_file()
    {
        using var folder = new TestFolder();

        SafetensorsFile.Write(folder["a"], []);

        File.ReadAllBytes(folder["a"]).Should().Equal(8, 0, 0, 0, 0, 0, 0, 0, (byte)'{', (byte)'}', 32, 32, 32, 32, 32, 32);
        using var file = SafetensorsFile.Open(folder["a"]);
        file.ReadAll().Should().BeEmpty();
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Every_element_type_comes_back_bit_for_bit(string name)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using var folder = new TestFolder();
        torch.ScalarType type = Enum.Parse<torch.ScalarType>(name);
        torch.Tensor written = torch.empty(4, 64, type);
        Span<byte> bytes = written.bytes;
        for (int i = 0; i < bytes.Length; i++)
        {
            // Each byte value at each position of an element, including signaling NaNs and their payloads.
            bytes[i] = (byte)(type == torch.ScalarType.Bool ? i % 2 : i * 251 / 3);
        }

        SafetensorsFile.Write(folder["a"], [new("t", written)]);
        using var file = SafetensorsFile.Open(folder["a"]);
        torch.Tensor read = file.Read("t");

        read.dtype.Should().Be(type);
        read.shape.Should().Equal(4, 64);
        read.bytes.ToArray().Should().Equal(written.bytes.ToArray());
    }

    [Fact]
    public void Views_are_written_as_the_numbers_that_they_show()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using var folder = new TestFolder();
        torch.Tensor whole = torch.arange(24, dtype: torch.float32).view(2, 3, 4);
        torch.Tensor complex = torch.tensor(new[] { (1f, 2f), (3f, -4f) });
        var views = new Dictionary<string, torch.Tensor>
        {
            ["transposed"] = whole.transpose(0, 2),
            ["sliced"] = whole[torch.TensorIndex.Slice(1), torch.TensorIndex.Slice(1, 3)],
            ["every second"] = whole.flatten()[torch.TensorIndex.Slice(step: 2)],
            ["last"] = whole[1][2][3],
            ["expanded"] = whole.narrow(1, 0, 1).expand(2, 5, 4),
            ["channels last"] = whole.view(1, 2, 3, 4).permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2),
            ["empty"] = whole.narrow(0, 1, 0),
            ["parameter"] = whole.clone().requires_grad_(),
            ["conjugate"] = complex.conj(),
            ["negated"] = torch.imag(complex.conj()),
        };

        SafetensorsFile.Write(folder["a"], views);
        using var file = SafetensorsFile.Open(folder["a"]);
        IReadOnlyDictionary<string, torch.Tensor> read = file.ReadAll();

        read.Should().HaveCount(views.Count);
        foreach ((string name, torch.Tensor view) in views)
        {
            read[name].shape.Should().Equal(view.shape, name);
            read[name].is_contiguous().Should().BeTrue(name);
            read[name].requires_grad.Should().BeFalse(name);
            read[name].Equals(view).Should().BeTrue(name);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Tensors_of_many_pieces_come_back_whatever_their_strides(bool hashes)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using var folder = new TestFolder();
        torch.Tensor whole = torch.rand(5_000_003);
        var tensors = new Dictionary<string, torch.Tensor>
        {
            ["contiguous"] = whole,
            ["several rows per piece"] = whole.narrow(0, 0, 5_000_000).view(500, 10_000).t(),
            ["rows larger than a piece"] = whole.narrow(0, 0, 5_000_000).view(2_500_000, 2).t(),
            ["one row"] = whole.narrow(0, 0, 5_000_000).view(2_500_000, 2).narrow(1, 1, 1).t().unsqueeze(0),
            ["small"] = whole.narrow(0, 3, 1).to(torch.uint8),
        };

        SafetensorsWriter.Write(folder["a"], tensors, null, hashes ? Digests : null);
        using var file = SafetensorsFile.Open(folder["a"]);
        IReadOnlyDictionary<string, torch.Tensor> read = hashes ? file.ReadAllVerified(Digests) : file.ReadAll();

        foreach ((string name, torch.Tensor tensor) in tensors)
        {
            read[name].Equals(tensor).Should().BeTrue(name);
        }
    }

    [Fact]
    public void The_digests_are_those_of_header_and_data_and_guard_them()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using var folder = new TestFolder();
        var tensors = new Dictionary<string, torch.Tensor> { ["b"] = torch.rand(33), ["a"] = torch.rand(2, 3).t(), ["none"] = torch.empty(0) };
        DigestKeys keys = Digests;
        SafetensorsWriter.Write(folder["a"], tensors, new Dictionary<string, string> { ["step"] = "3" }, keys);

        byte[] bytes = File.ReadAllBytes(folder["a"]);
        using (var file = SafetensorsFile.Open(folder["a"]))
        {
            byte[] data = bytes[^(39 * sizeof(float))..];
            string start = Encoding.Latin1.GetString(bytes[..^data.Length]);
            byte[] unsigned = Encoding.Latin1.GetBytes(file.Metadata.Values.Where(text => text.Length == 64).Aggregate(
                start, (text, digest) => text.Replace(digest, new string('0', 64), StringComparison.Ordinal)));
            file.Metadata.Should().Equal(new Dictionary<string, string>
            {
                ["step"] = "3",
                ["header.sha256"] = Convert.ToHexStringLower(SHA256.HashData(unsigned)),
                ["data.sha256"] = Convert.ToHexStringLower(SHA256.HashData(data)),
            });
            file.ReadAllVerified(keys)["b"].Equals(tensors["b"]).Should().BeTrue();
            file.Invoking(it => it.ReadAllVerified(keys with { Header = "step" })).Should().Throw<CheckpointException>();
            file.Invoking(it => it.ReadAllVerified(keys with { Data = "none" })).Should().Throw<CheckpointException>().WithMessage("*: the metadata has no 'none'.");
        }

        bytes[^1] ^= 1;
        using var corrupted = SafetensorsFile.Open(folder.Holding(bytes));
        corrupted.Invoking(it => it.ReadAllVerified(keys)).Should().Throw<CheckpointException>()
            .WithMessage("*: the data has changed since it was written: its SHA-256 does not match the metadata's 'data.sha256'.");
    }

    [Fact]
    public void The_same_content_makes_the_same_bytes()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using var folder = new TestFolder();
        KeyValuePair<string, torch.Tensor>[] tensors = [.. Enumerable.Range(0, 20).Select(i => KeyValuePair.Create($"t{i}", torch.full(3, i)))];
        KeyValuePair<string, string>[] metadata = [new("b", "1"), new("a", "2"), new("c", "3")];

        SafetensorsFile.Write(folder["a"], tensors, new Dictionary<string, string>(metadata));
        SafetensorsFile.Write(folder["b"], tensors.Reverse(), new Dictionary<string, string>(metadata.Reverse()));

        File.ReadAllBytes(folder["b"]).Should().Equal(File.ReadAllBytes(folder["a"]));
    }

    [Fact]
    public void As_many_tensors_as_can_be_read_are_written_and_one_more_is_refused()
    {
        using var folder = new TestFolder();
        using torch.Tensor tensor = torch.empty(0);
        IEnumerable<KeyValuePair<string, torch.Tensor>> Named(int count) => Enumerable.Range(0, count).Select(i => KeyValuePair.Create($"{i}", tensor));

        SafetensorsFile.Write(folder["a"], Named(100_000));
        using (var file = SafetensorsFile.Open(folder["a"]))
        {
            file.Tensors.Should().HaveCount(100_000);
        }

        FluentActions.Invoking(() => SafetensorsFile.Write(folder["b"], Named(100_001))).Should().Throw<ArgumentException>()
            .WithMessage("tensors: a file must have at most 100000 tensors but there are more.*");
        folder.Names.Should().Equal("a");
    }

    [Fact]
    public void What_the_format_cannot_hold_is_refused_and_the_old_file_stays()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using var folder = new TestFolder();
        string path = folder.Holding([1, 2, 3]);
        torch.Tensor good = torch.zeros(1);
        torch.Tensor disposed = torch.zeros(1);
        disposed.Dispose();
        torch.Tensor invalidBool = torch.zeros(3, dtype: torch.@bool);
        invalidBool.bytes[1] = 2;
        torch.Tensor huge = torch.zeros(1, dtype: torch.uint8).expand(1L << 62);
        void Refused(string message, params (string Name, torch.Tensor Tensor)[] tensors) =>
            FluentActions.Invoking(() => SafetensorsFile.Write(path, tensors.Select(pair => KeyValuePair.Create(pair.Name, pair.Tensor)))).Should().Throw<ArgumentException>().WithMessage($"{message}.*");

        Refused("tensors['']: the name must not be empty", ("", good));
        Refused("tensors['__metadata__']: the format reserves this name for its metadata", ("__metadata__", good));
        Refused("tensors['a']: this name occurs twice", ("a", good), ("a", good));
        Refused("tensors['a�']: the name must be valid Unicode", ("a\ud800", good));
        Refused("tensors['a']: the tensor is null, undefined or disposed", ("a", disposed));
        Refused("tensors['a']: the tensor is null, undefined or disposed", ("a", null!));
        Refused("tensors['a']: the tensor is sparse", ("a", torch.ones(2).to_sparse()));
        Refused("tensors['a']: the tensor is on the meta device and has no data", ("a", torch.zeros(1, device: torch.META)));
        Refused("tensors['a']: the tensor must have at most 64 dimensions but has 65", ("a", torch.zeros(Enumerable.Repeat(1L, 65).ToArray())));
        Refused("tensors['a']: the element type must be one that safetensors has (I64, *) but is ComplexFloat64", ("a", torch.zeros(1, dtype: torch.complex128)));
        Refused("tensors['a']: the element type must be one that safetensors has (I64, *) but is QUInt8", ("a", torch.quantize_per_tensor(torch.rand(3), 0.1, 0, torch.ScalarType.QUInt8)));
        Refused("tensors['a']: a Bool value must be 0 or 1", ("a", invalidBool));
        Refused("tensors: together they take more bytes than a signed 64-bit number can hold", ("a", huge), ("b", huge));
        Metadata("metadata['k']: the value must not be null", "k", null!);
        Metadata("metadata['k�']: key and value must be valid Unicode", "k\udc00", "v");
        Metadata("metadata['k']: key and value must be valid Unicode", "k", "\ud800v");
        FluentActions.Invoking(() => SafetensorsWriter.Write(path, [], new Dictionary<string, string> { ["sha"] = "" }, new DigestKeys("header", "sha")))
            .Should().Throw<ArgumentException>().WithMessage("metadata['sha']: this key is reserved for the digest.*");
        Metadata("tensors: with the metadata, the header takes 100000032 bytes but at most 100000000 are allowed", "k", new string('x', 100_000_000));

        File.ReadAllBytes(path).Should().Equal(1, 2, 3);
        folder.Names.Should().Equal("file.safetensors");

        void Metadata(string message, string key, string value) =>
            FluentActions.Invoking(() => SafetensorsFile.Write(path, [], new Dictionary<string, string> { [key] = value }))
                .Should().Throw<ArgumentException>().WithMessage($"{message}.*");
    }
}
