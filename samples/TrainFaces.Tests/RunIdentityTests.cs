using System.Text;
using FluentAssertions;
using Xunit;

namespace TrainFaces.Tests;

public class RunIdentityTests
{
    private static readonly RunIdentity Run = new("12 image files", Batch: 4, Size: 64, Channels: 3, "Float32");

    [Fact]
    public void The_same_run_goes_on()
    {
        RunIdentity read = RunIdentity.FromJson(Run.ToJson());

        Run.Invoking(it => it.CheckAgainst(read)).Should().NotThrow();
        Run.Invoking(it => it.CheckAgainst(null)).Should().NotThrow();
    }

    [Fact]
    public void Another_run_is_refused_with_what_differs() =>
        Run.Invoking(it => it.CheckAgainst(Run with { Batch = 8 })).Should().Throw<SampleException>().WithMessage(
            "--resume: the run was started with 12 image files of 64x64x3, 8 in a batch, in Float32, but now there are 12 image files of 64x64x3, 4 in a batch, in Float32. Use the same options, or another --out.");

    [Fact]
    public void A_run_may_begin_to_be_measured_but_not_by_other_features_in_the_middle()
    {
        RunIdentity measured = Run with { Features = "0123456789ABCDEF" };

        measured.Invoking(it => it.CheckAgainst(Run)).Should().NotThrow();
        Run.Invoking(it => it.CheckAgainst(measured)).Should().NotThrow();
        measured.Invoking(it => it.CheckAgainst(measured with { Features = "FEDCBA9876543210" })).Should().Throw<SampleException>()
            .WithMessage("*, measured by features FEDCBA98, but now there are *, measured by features 01234567.*");
    }

    [Theory]
    [InlineData("null")]
    [InlineData("{")]
    public void What_no_run_wrote_is_refused(string json) =>
        FluentActions.Invoking(() => RunIdentity.FromJson(Encoding.UTF8.GetBytes(json))).Should().Throw<SampleException>().WithMessage("--resume: run.json is not what a run wrote. *");
}
