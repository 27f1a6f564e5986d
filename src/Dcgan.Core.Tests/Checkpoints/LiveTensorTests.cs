using System.Text;
using FluentAssertions;
using TorchSharp;
using Xunit;

namespace Dcgan.Core.Tests.Checkpoints;

/// <summary>Native memory is not the garbage collector's: what a file leaves behind is lost until the process ends.</summary>
[Collection(nameof(CountsTensors))]
public sealed class LiveTensorTests
{
    [Fact]
    public void Reading_and_writing_leave_no_tensor_but_those_asked_for()
    {
        using var folder = new TestFolder();
        using torch.Tensor whole = torch.rand(4, 6);
        using torch.Tensor strided = whole.t();
        KeyValuePair<string, torch.Tensor>[] tensors = [new("a", whole), new("b", strided)];
        ShouldStayFlat(() =>
        {
            SafetensorsWriter.Write(folder["a"], tensors, null, CheckpointFormat.Digests);
            using var file = SafetensorsFile.Open(folder["a"]);
            file.Read("a").Dispose();
            foreach (torch.Tensor tensor in file.ReadAllVerified(CheckpointFormat.Digests).Values)
            {
                tensor.Dispose();
            }
        });
    }

    [Fact]
    public void Failures_leave_no_tensor_behind()
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
        SafetensorsWriter.Write(wrongDigest, [new("a", tensor)], null, CheckpointFormat.Digests);
        byte[] harmed = File.ReadAllBytes(wrongDigest);
        harmed[^1] ^= 1;
        File.WriteAllBytes(wrongDigest, harmed);
        ShouldStayFlat(() =>
        {
            using var bad = SafetensorsFile.Open(wrongBool);
            bad.Invoking(it => it.ReadAll()).Should().Throw<CheckpointException>();
            using var digest = SafetensorsFile.Open(wrongDigest);
            digest.Invoking(it => it.ReadAllVerified(CheckpointFormat.Digests)).Should().Throw<CheckpointException>();
            FluentActions.Invoking(() => SafetensorsFile.Write(folder.Path, [new("a", tensor)])).Should().Throw<CheckpointException>();
        });
    }

    private static void ShouldStayFlat(Action action) =>
        LiveTensors.ShouldStayFlat(action, repetitions: 50);
}
