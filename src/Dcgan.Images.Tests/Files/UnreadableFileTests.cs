using Dcgan.Images.Files;
using FluentAssertions;
using Xunit;

namespace Dcgan.Images.Tests.Files;

public class UnreadableFileTests
{
    /// <summary>A program that lacks an assembly would otherwise skip all images and say that none can be read.</summary>
    [Fact]
    public void A_missing_assembly_is_not_the_fault_of_a_file()
    {
        Exception missing = FluentActions.Invoking(() => System.Reflection.Assembly.Load("Missing, Version=1.0.0.0")).Should().Throw<IOException>().Which;

        UnreadableFile.IsCause(missing).Should().BeFalse();
        UnreadableFile.IsCause(new FileLoadException("Could not load file or assembly.")).Should().BeFalse();
        UnreadableFile.IsCause(new InvalidOperationException()).Should().BeFalse();
    }

    [Fact]
    public void A_file_that_is_gone_damaged_or_forbidden_cannot_be_read()
    {
        Exception gone = FluentActions.Invoking(() => File.ReadAllBytes("no such file")).Should().Throw<IOException>().Which;

        UnreadableFile.IsCause(gone).Should().BeTrue();
        UnreadableFile.IsCause(new InvalidDataException()).Should().BeTrue();
        UnreadableFile.IsCause(new UnauthorizedAccessException()).Should().BeTrue();
    }
}
