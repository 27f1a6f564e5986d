namespace FaceService.Requests;

/// <summary>The parameter of single faces that says how many times as large as the model makes them.</summary>
internal static class Enlargement
{
    public const string Parameter = "size";
    public const int Most = 8;

    public static int Read(RequestReader reader) => reader.WholeNumber(Parameter, 1, Most, 1);
}
