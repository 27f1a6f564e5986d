using System.Text;
using FluentAssertions;
using TorchSharp;
using Xunit;

namespace Dcgan.Core.Tests.Safetensors;

/// <summary>Reading and writing files does not leak native tensors, which the garbage collector does not track.</summary>
[Collection(nameof(CountsTensors))]
public sealed class LiveTensorTests
{
    private static readonly DigestKeys Digests = new("header.sha256", "data.sha256");

    [Fact]
    public void Reading_and_writing_leak_no_tensors()
    {
        using var folder = new TestFolder();
        using torch.Tensor whole = torch.rand(4, 6);
        using torch.Tensor strided = whole.t();
        KeyValuePair<string, torch.Tensor>[] tensors = [new("a", whole), new("b", strided)];
        ShouldStayFlat(() =>
        {
            SafetensorsWriter.Write(folder["a"], tensors, null, Digests);
            using var file = SafetensorsFile.Open(folder["a"]);
            file.Read("a").Dispose();
            foreach (torch.Tensor tensor in file.ReadAllVerified(Digests).Values)
            {
                tensor.Dispose();
            }
        });
    }

    [Fact]
    public void Failures_leak_no_tensors()
    {
        using var folder = new TestFolder();
        string first = SafetensorsBytes.Entry("F64", "[2]", "[0,16]");
        string second = SafetensorsBytes.Entry("BOOL", "[]", "[16,17]");
        byte[] header = Encoding.UTF8.GetBytes($$"""{"__metadata__":{"digest":"wrong"},"a":{{first}},"b":{{second}}}""");
        byte[] data = new byte[17];
        string wrongDigest = folder["wrong digest"];
        data[16] = 7;
        string wrongBool = folder.Holding(SafetensorsBytes.Of(header, data));
        using torch.Tensor tensor = torch.rand(4, 6);
        SafetensorsWriter.Write(wrongDigest, [new("a", tensor)], null, Digests);
        byte[] corrupted = File.ReadAllBytes(wrongDigest);
        corrupted[^1] ^= 1;
        File.WriteAllBytes(wrongDigest, corrupted);
        ShouldStayFlat(() =>
        {
            using var bad = SafetensorsFile.Open(wrongBool);
            bad.Invoking(it => it.ReadAll()).Should().Throw<CheckpointException>();
            using var digest = SafetensorsFile.Open(wrongDigest);
            digest.Invoking(it => it.ReadAllVerified(Digests)).Should().Throw<CheckpointException>();
            FluentActions.Invoking(() => SafetensorsFile.Write(folder.Path, [new("a", tensor)])).Should().Throw<CheckpointException>();
        });
    }

    private static void ShouldStayFlat(Action action) =>
        LiveTensors.ShouldStayFlat(action, repetitions: 50);
}
