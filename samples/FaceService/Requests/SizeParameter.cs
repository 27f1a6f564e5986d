namespace FaceService.Requests;

/// <summary>The optional query parameter <c>size</c> of single faces: the factor by which to enlarge the face, in [1, 8], 1 by default.</summary>
internal static class SizeParameter
{
    public const string Name = "size";
    public const int Max = 8;

    public static int Read(RequestReader reader) => reader.Integer(Name, 1, Max, 1);
}
