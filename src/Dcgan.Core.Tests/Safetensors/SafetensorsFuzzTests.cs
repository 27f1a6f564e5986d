using System.Buffers.Binary;
using System.Text;
using CsCheck;
using FluentAssertions;
using Microsoft.Win32.SafeHandles;
using TorchSharp;
using Xunit;
using Xunit.Abstractions;

namespace Dcgan.Core.Tests.Safetensors;

/// <summary>
/// Fuzz tests with mutated valid files: opening and reading a file either succeeds or throws a <see cref="CheckpointException"/>,
/// and allocates no more memory than the size of the file justifies.
/// </summary>
public sealed class SafetensorsFuzzTests(ITestOutputHelper output)
{
    private const int Mutations = 120_000;

    /// <summary>Number of bytes allowed for the objects of a file of a few hundred bytes and one exception.</summary>
    private const long SmallConstant = 64 * 1024;

    /// <summary>Text that an attacker would insert into a header.</summary>
    private static readonly string[] Tokens =
    [
        "0", "1", "-1", "-0", "1e3", "1.0", "1e400", "4294967296", "9223372036854775807", "9223372036854775808", "18446744073709551615",
        "null", "true", "[]", "{}", "[[", "{\"a\":", "\"\"", "\"\\ud800\"", "\"\\u0061\"", "\"__metadata__\"", "\"dtype\"", "\"shape\"",
        "\"F64\"", "\"BOOL\"", "\"U64\"", ",", ":", "}", "]", "\u0000", "\ufeff", " ", "[0,0]", "[4611686018427387904,4]", "\"strides\":[1],",
    ];

    private static readonly Gen<byte[]> Valid =
        Gen.Select(Gen.Int[0, 10], Gen.Long[0, 4]).Array[0, 4].Select(Gen.Bool, (tensors, hasMetadata) => FileOf(tensors, hasMetadata));

    private static readonly Gen<Func<byte[], byte[]>> Mutation = Gen.OneOf(
        Gen.Select(Gen.Double.Unit, Gen.Byte, (place, value) => (Func<byte[], byte[]>)(file => Splice(file, At(file, place), 1, [value]))),
        Gen.Select(Gen.Double.Unit, Gen.Int[0, 7], (place, bit) => (Func<byte[], byte[]>)(file =>
            Splice(file, At(file, place), 1, [(byte)(file.ElementAtOrDefault(At(file, place)) ^ (1 << bit))]))),
        Gen.Select(Gen.Double.Unit, Gen.Int[0, 20], (place, count) => (Func<byte[], byte[]>)(file => Splice(file, At(file, place), count, []))),
        Gen.Select(Gen.Double.Unit, Gen.Byte.Array[1, 20], (place, bytes) => (Func<byte[], byte[]>)(file => Splice(file, At(file, place), 0, bytes))),
        Gen.Select(Gen.Double.Unit, (place) => (Func<byte[], byte[]>)(file => file[..At(file, place)])),
        Gen.Select(Gen.ULong, Gen.Int[0, 63], (length, shift) => (Func<byte[], byte[]>)(file => Splice(file, 0, 8, BitConverter.GetBytes(length >> shift)))),
        Gen.Select(Gen.Double.Unit, Gen.Int[0, 8], Gen.Int[0, Tokens.Length - 1].Select(token => Tokens[token]), (place, count, token) => (Func<byte[], byte[]>)(file =>
            InHeader(file, header => Splice(header, At(header, place), count, Encoding.UTF8.GetBytes(token))))),
        Gen.Select(Gen.Double.Unit, Gen.Double.Unit, Gen.Int[0, 60], (from, to, count) => (Func<byte[], byte[]>)(file =>
            InHeader(file, header => Splice(header, At(header, to), 0, header.Skip(At(header, from)).Take(count).ToArray())))),
        Gen.Select(Gen.Double.Unit, Gen.Int[0, 9], (place, digit) => (Func<byte[], byte[]>)(file =>
            InHeader(file, header => ChangeDigit(header, At(header, place), digit)))));

    [Fact]
    public void No_mutated_file_does_harm()
    {
        using var folder = new TestFolder();
        using var files = new ThreadLocal<string>(() => folder[$"{Guid.NewGuid()}"]);
        int tried = 0;
        int read = 0;
        long largest = 0;
        Gen.Select(Valid, Mutation.Array[1, 3]).Sample(
            (file, mutations) =>
            {
                byte[] mutated = mutations.Aggregate(file, (bytes, mutation) => mutation(bytes));
                string path = files.Value!;
                using (SafeFileHandle handle = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.Write))
                {
                    RandomAccess.SetLength(handle, mutated.Length);
                    RandomAccess.Write(handle, mutated, 0);
                }

                long before = GC.GetAllocatedBytesForCurrentThread();
                bool isRead = IsRead(path, mutated.Length);
                long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

                Interlocked.Increment(ref tried);
                Interlocked.Add(ref read, isRead ? 1 : 0);
                InterlockedMax(ref largest, allocated - mutated.Length);
                return allocated <= mutated.Length + SmallConstant;
            },
            iter: Mutations,
            threads: 2);

        tried.Should().BeGreaterThanOrEqualTo(100_000);
        read.Should().BeInRange(tried / 100, tried * 99 / 100, "some mutated files are still valid and others are not");
        output.WriteLine($"{tried} mutated files, {read} read, at most {largest} bytes beyond the file's size");
    }

    [Fact]
    public void Every_file_that_the_mutations_begin_with_is_read() => Valid.Sample(
        file =>
        {
            using var folder = new TestFolder();
            return IsRead(folder.Holding(file), file.Length);
        },
        iter: 200,
        threads: 1);

    /// <summary>Reads a file; false if it is rejected with a <see cref="CheckpointException"/> that names the file.</summary>
    private static bool IsRead(string path, int fileLength)
    {
        try
        {
            using DisposeScope scope = torch.NewDisposeScope();
            using var file = SafetensorsFile.Open(path);
            IReadOnlyDictionary<string, torch.Tensor> tensors = file.ReadAll();
            long bytes = tensors.Values.Sum(tensor => tensor.numel() * tensor.element_size());
            return tensors.Count == file.Tensors.Count && bytes < fileLength ? true : throw new InvalidOperationException("More was read than the file contains.");
        }
        catch (CheckpointException error) when (error.Path == path)
        {
            return false;
        }
    }

    private static byte[] FileOf((int Dtype, long Size)[] tensors, bool hasMetadata)
    {
        var header = new StringBuilder("{").Append(hasMetadata ? "\"__metadata__\":{\"format\":\"pt\",\"k\\u00e9y\":\"\"}" : "");
        long begin = 0;
        for (int i = 0; i < tensors.Length; i++)
        {
            SafetensorsDtype dtype = SafetensorsDtype.InWritingOrder[tensors[i].Dtype];
            long end = begin + (2 * dtype.Size * tensors[i].Size);
            header.Append(header.Length == 1 ? "" : ",")
                .Append($"\"t{i}\":").Append(SafetensorsBytes.Entry(dtype.Name, $"[2,{tensors[i].Size}]", $"[{begin},{end}]"));
            begin = end;
        }

        return SafetensorsBytes.Of(header.Append("}  ").ToString(), (int)begin);
    }

    private static int At(byte[] bytes, double place) => (int)(place * bytes.Length);

    private static byte[] Splice(byte[] bytes, int at, int count, byte[] put) =>
        [.. bytes.AsSpan(0, at), .. put, .. bytes.AsSpan(Math.Min(at + count, bytes.Length))];

    /// <summary>Changes the header text and updates the header length, so that the mutation passes the first check.</summary>
    private static byte[] InHeader(byte[] file, Func<byte[], byte[]> change)
    {
        ulong length = file.Length < 8 ? 0 : BinaryPrimitives.ReadUInt64LittleEndian(file);
        return length == 0 || length > (ulong)file.Length - 8
            ? file
            : SafetensorsBytes.Of(change(file[8..(8 + (int)length)]), file[(8 + (int)length)..]);
    }

    private static byte[] ChangeDigit(byte[] header, int from, int digit)
    {
        int at = Array.FindIndex(header, from, value => char.IsAsciiDigit((char)value));
        return at < 0 ? header : Splice(header, at, 1, [(byte)('0' + digit)]);
    }

    private static void InterlockedMax(ref long largest, long value)
    {
        long seen = Interlocked.Read(ref largest);
        while (value > seen && Interlocked.CompareExchange(ref largest, value, seen) is var found && found != seen)
        {
            seen = found;
        }
    }
}
