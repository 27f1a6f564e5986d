using FaceService.Model;

namespace FaceService.Requests;

/// <summary>The optional query parameter <c>size</c> of a single face: the enlargement factor, in [1, 8]. Default: 1.</summary>
internal static class SizeParameter
{
    public const string Name = "size";
    public const int Max = 8;

    /// <summary>Size of an enlarged face in bytes, uncompressed.</summary>
    public static long MemoryBytes(int size, ModelInfo info) => (long)size * size * info.ImageBytes;

    public static int Read(RequestReader reader) => reader.Integer(Name, 1, Max, 1);
}
