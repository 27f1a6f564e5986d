using FluentAssertions;
using Microsoft.Win32.SafeHandles;
using Xunit;

namespace Dcgan.Core.Tests.Safetensors;

public sealed class FileBytesTests
{
    [Fact]
    public void A_file_that_ends_too_early_is_refused_where_it_ends()
    {
        using var folder = new TestFolder();
        string path = folder.Holding([1, 2, 3, 4, 5]);
        using SafeFileHandle file = File.OpenHandle(path);
        byte[] bytes = new byte[4];

        FileBytes.ReadExactly(file, bytes, 1, path);
        bytes.Should().Equal(2, 3, 4, 5);

        FluentActions.Invoking(() => FileBytes.ReadExactly(file, bytes, 2, path)).Should().Throw<CheckpointException>()
            .WithMessage($"{path}: the file ends at byte 5: it was truncated while it was being read.");
    }
}
