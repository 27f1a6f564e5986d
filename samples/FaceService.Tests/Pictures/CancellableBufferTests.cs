using System.Runtime.InteropServices;
using FaceService.Pictures;
using FluentAssertions;
using Xunit;

namespace FaceService.Tests.Pictures;

public class CancellableBufferTests
{
    [Fact]
    public void The_content_keeps_no_more_memory_than_its_bytes()
    {
        using var buffer = new CancellableBuffer(CancellationToken.None);
        byte[] part = [.. Enumerable.Range(0, 100).Select(index => (byte)index)];
        buffer.Write(part);
        buffer.Write(part, 0, 1);
        buffer.Write(part.AsSpan());
        buffer.Capacity.Should().BeGreaterThan(201, "otherwise this test proves nothing");

        MemoryMarshal.TryGetArray(buffer.Content, out ArraySegment<byte> content).Should().BeTrue();

        content.Array.Should().Equal([.. part, 0, .. part]);
    }
}
