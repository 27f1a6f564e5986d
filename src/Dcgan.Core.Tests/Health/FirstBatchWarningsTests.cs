using FluentAssertions;
using Microsoft.Extensions.Logging;
using TorchSharp;
using Xunit;

namespace Dcgan.Core.Tests.Health;

/// <summary>Images with another range than the generator's are a mistake that trains on; the first batch shows it.</summary>
public sealed class FirstBatchWarningsTests
{
    private const string OutOfRange = "but the generator can produce only [-1, 1]: scale the images. "
        + "For values from 0 to 255, use x / 127.5 - 1, or ImagePixels.ToImages for bytes.";

    public static TheoryData<double, double, string?> Ranges => new()
    {
        { 0, 1, "Warning: The first batch has no negative value: its values range from 0 to 1, but the generator produces [-1, 1]. If the images are in [0, 1], use x * 2 - 1." },
        { 0, 255, $"Warning: The values of the first batch range from 0 to 255, {OutOfRange}" },
        { -2, 2.5, $"Warning: The values of the first batch range from -2 to 2.5, {OutOfRange}" },
        { -1, 1.5, $"Warning: The values of the first batch range from -1 to 1.5, {OutOfRange}" },
        { -1, 1, null },
        { -0.25, 0.5, null },
        { -1.0009765625, 1.0009765625, null }, // rounding of bfloat16 or of an image library
    };

    [Theory]
    [MemberData(nameof(Ranges))]
    public void The_range_of_the_first_batch_is_warned_of_once(double lowest, double highest, string? warning)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        var log = new RecordedLog();
        using DcganTrainer trainer = DcganTrainer.Create(Tiny.Generator, Tiny.Discriminator, logger: log);
        torch.Tensor images = torch.linspace(lowest, highest, 4 * 3 * 8 * 8).view(4, 3, 8, 8);

        trainer.Step(images);
        trainer.Step(images);

        Warnings(log).Should().Equal(warning is null ? [] : [warning]);
    }

    [Fact]
    public void Only_the_first_batch_is_looked_at()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        var log = new RecordedLog();
        using DcganTrainer trainer = DcganTrainer.Create(Tiny.Generator, Tiny.Discriminator, logger: log);

        trainer.Step(Tiny.Images());
        trainer.Step(Tiny.Images().abs());

        Warnings(log).Should().BeEmpty();
    }

    [Fact]
    public void A_resumed_run_looks_at_its_first_batch_too()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using var folder = new TestFolder();
        using (DcganTrainer trainer = Tiny.Trainer())
        {
            trainer.Step(Tiny.Images());
            trainer.Save(folder["run"]);
        }

        var log = new RecordedLog();
        using DcganTrainer resumed = DcganTrainer.Open(folder["run"], log);
        resumed.Step(Tiny.Images().abs());

        Warnings(log).Should().ContainSingle().Which.Should().StartWith("Warning: The first batch has no negative value: ");
    }

    [Fact]
    public void A_refused_batch_is_not_the_first()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        var log = new RecordedLog();
        using DcganTrainer trainer = DcganTrainer.Create(Tiny.Generator, Tiny.Discriminator, logger: log);
        trainer.Invoking(it => it.Step(torch.zeros(4, 1, 8, 8))).Should().Throw<ArgumentException>();

        trainer.Step(Tiny.Images().abs());

        Warnings(log).Should().ContainSingle();
    }

    [Fact]
    public void What_a_logger_keeps_outlives_the_step()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        var logger = new KeepingLogger(LogLevel.Warning);
        using DcganTrainer trainer = DcganTrainer.Create(Tiny.Generator, Tiny.Discriminator, logger: logger);

        trainer.Step(Tiny.Images().abs());

        logger.Kept.Should().ContainSingle().Which.IsInvalid.Should().BeFalse();
    }

    internal static IEnumerable<string> Warnings(RecordedLog log) =>
        log.Lines.Where(line => line.StartsWith("Warning", StringComparison.Ordinal));
}
