using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using FluentAssertions;
using Xunit;

namespace TrainFaces.Tests;

public sealed class StartFromTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_new_run_takes_the_weights_of_both_networks_and_their_average_but_no_counts()
    {
        string first = Train("first", "--preset", "recommended", "--max-steps", "3", "--latent", "7");

        // The rate is so low that no weight changes.
        string second = Train("second", "--start-from", first, "--learning-rate", "1e-30", "--max-steps", "2", "--preset", "paper", "--seed", "1");

        Path.GetFileName(second).Should().Be("step-000000002.safetensors");
        var (before, after) = (Tensors(first), Tensors(second));
        string[] weights = [.. after.Keys.Where(name => name.EndsWith(".weight", StringComparison.Ordinal))];
        weights.Should().Contain(name => name.StartsWith("generator.", StringComparison.Ordinal))
            .And.Contain(name => name.StartsWith("discriminator.", StringComparison.Ordinal));
        weights.Should().OnlyContain(name => before[name] == after[name]);

        Train("third", "--start-from", first, "--preset", "recommended", "--max-steps", "1");
        File.ReadAllBytes(folder.File("third/samples-epoch-0000.png")).Should()
            .Equal(File.ReadAllBytes(folder.File("first/samples-epoch-0001.png")), "the pictures show the average");
    }

    [Fact]
    public void A_run_in_the_same_folder_starts_from_its_predecessor_and_is_resumed_by_the_same_command()
    {
        string first = Train("run");
        string[] command = ["--out", folder.File("run"), "--start-from", first];

        TrainFacesProcess.Train([.. command, "--max-steps", "1"]).Output.Should().Contain($"Starting from the networks of {first}.\n");
        File.Exists(first).Should().BeFalse("the earlier run was moved aside");
        var (exitCode, output, error) = TrainFacesProcess.Train([.. command, "--max-steps", "3", "--resume"]);

        error.Should().BeEmpty();
        exitCode.Should().Be(0);
        output.Should().Contain("Resumed from checkpoint step-000000001.\n").And.Contain("Done: 2 steps");
        TrainFacesProcess.Train("--out", folder.File("run"), "--size", "16", "--resume").Error.Should().StartWith(
            "error: --resume: the run was started with --start-from (a checkpoint), but the current options give --start-from (none).");
    }

    [Fact]
    public void The_first_stages_of_the_discriminator_stay_with_freeze_d()
    {
        string first = Train("first", "--max-steps", "1");

        string second = Train("second", "--start-from", first, "--freeze-d", "1", "--max-steps", "2");

        var (before, after) = (Tensors(first), Tensors(second));
        after["discriminator.stages.0.weight"].Should().Be(before["discriminator.stages.0.weight"]);
        after["discriminator.stages.1.weight"].Should().NotBe(before["discriminator.stages.1.weight"]);
        TrainFacesProcess.Train("--out", folder.File("third"), "--start-from", first, "--freeze-d", "9", "--max-steps", "1").Should().Be(
            (2, string.Empty, $"error: --freeze-d 9: must be at most 2, the number of stages of --start-from {first}.\n"));
        TrainFacesProcess.Train("--out", folder.File("third"), "--freeze-d", "1").Should().Be(
            (2, string.Empty, "error: --freeze-d 1: needs --start-from, because new networks have nothing to keep; leave it out.\n"));
    }

    [Fact]
    public void An_option_that_contradicts_the_file_is_refused()
    {
        string first = Train("run");

        foreach (var (option, value, stored) in new[] { ("--size", "32", "16"), ("--depths", "8,8", "4,4"), ("--base-size", "8", "4"), ("--kernel-size", "5", "4"), ("--channels", "1", "3"), ("--latent", "9", "100") })
        {
            TrainFacesProcess.Train("--out", folder.File("new"), "--start-from", first, option, value).Should().Be(
                (2, string.Empty, $"error: {option} {value}: contradicts --start-from {first}, whose networks have {stored}; leave out {option}.\n"));
        }

        Directory.Exists(folder.File("new")).Should().BeFalse();
    }

    [Fact]
    public void Networks_whose_images_are_not_those_of_files_are_refused()
    {
        string five = WithFiveChannels(Train("run"));

        TrainFacesProcess.Train("--out", folder.File("new"), "--start-from", five).Should().Be((2, string.Empty,
            $"error: --start-from {five}: the images of the network must have 1 to 4 channels, like image files, but have 5.\n"));

        Directory.Exists(folder.File("new")).Should().BeFalse();
    }

    /// <summary>Writes a copy of a checkpoint whose networks have 5 channels, with weights of 0.</summary>
    private string WithFiveChannels(string path)
    {
        byte[] file = File.ReadAllBytes(path);
        int start = 8 + (int)BitConverter.ToInt64(file);
        var header = JsonNode.Parse(file.AsSpan(8, start - 8))!.AsObject();
        var metadata = header["__metadata__"]!.AsObject();
        metadata["dcgan.options"] = ((string)metadata["dcgan.options"]!).Replace("\"image_channels\":3", "\"image_channels\":5", StringComparison.Ordinal);
        string zeros = new('0', 2 * SHA256.HashSizeInBytes);
        (metadata["dcgan.header_sha256"], metadata["dcgan.data_sha256"]) = (zeros, zeros);
        using var data = new MemoryStream();
        foreach (var (_, entry) in header.Where(entry => entry.Key is not "__metadata__").OrderBy(entry => (int)entry.Value!["data_offsets"]![0]!))
        {
            var offsets = entry!["data_offsets"]!.AsArray();
            byte[] content = file.AsSpan(start + (int)offsets[0]!, (int)offsets[1]! - (int)offsets[0]!).ToArray();
            var shape = entry["shape"]!.AsArray();
            int channel = shape.ToList().FindIndex(size => (int)size! == 3);
            if (channel >= 0)
            {
                shape[channel] = 5;
                content = new byte[content.Length / 3 * 5];
            }

            (offsets[0], offsets[1]) = (data.Length, data.Length + content.Length);
            data.Write(content);
        }

        // The digest of the header is computed with zeros in place of both digests.
        string json = header.ToJsonString();
        json = json.PadRight((json.Length + 7) / 8 * 8);
        string digest = Convert.ToHexStringLower(SHA256.HashData([.. BitConverter.GetBytes((long)json.Length), .. Encoding.ASCII.GetBytes(json)]));
        json = json.Replace($"\"dcgan.header_sha256\":\"{zeros}", $"\"dcgan.header_sha256\":\"{digest}", StringComparison.Ordinal)
            .Replace(zeros, Convert.ToHexStringLower(SHA256.HashData(data.ToArray())), StringComparison.Ordinal);
        folder.Write("five.safetensors", [.. BitConverter.GetBytes((long)json.Length), .. Encoding.ASCII.GetBytes(json), .. data.ToArray()]);
        return folder.File("five.safetensors");
    }

    private string Train(string name, params string[] args)
    {
        var (exitCode, _, error) = TrainFacesProcess.Train(["--out", folder.File(name), .. args]);
        error.Should().BeEmpty();
        exitCode.Should().Be(0);
        return Directory.GetFiles(folder.File($"{name}/checkpoints")).Order(StringComparer.Ordinal).Last();
    }

    private static Dictionary<string, string> Tensors(string path)
    {
        byte[] file = File.ReadAllBytes(path);
        int start = 8 + (int)BitConverter.ToInt64(file);
        using var header = JsonDocument.Parse(file.AsMemory(8, start - 8));
        return header.RootElement.EnumerateObject().Where(entry => entry.Name is not "__metadata__").ToDictionary(
            entry => entry.Name,
            entry =>
            {
                int[] offsets = [.. entry.Value.GetProperty("data_offsets").EnumerateArray().Select(offset => offset.GetInt32())];
                return Convert.ToHexString(file.AsSpan(start + offsets[0], offsets[1] - offsets[0]));
            });
    }
}
