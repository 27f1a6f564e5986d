namespace TrainFaces.Tests.Measuring;

/// <summary>An image without structure, which the expected numbers from PyTorch and ONNX Runtime belong to.</summary>
internal static class TestPattern
{
    /// <summary>[H, W, C] in row-major order: (37 y + 91 x + 53 c + 11 (x y mod 17)) mod 256.</summary>
    public static byte[] Bytes(int size, int channels) =>
    [
        .. Enumerable.Range(0, size).SelectMany(y => Enumerable.Range(0, size).SelectMany(x => Enumerable.Range(0, channels).Select(
            channel => (byte)(((37 * y) + (91 * x) + (53 * channel) + (x * y % 17 * 11)) % 256)))),
    ];
}
