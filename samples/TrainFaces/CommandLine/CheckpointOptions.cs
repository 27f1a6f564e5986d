using System.CommandLine;
using TrainFaces.Output;

namespace TrainFaces.CommandLine;

/// <summary>What the commands that make pictures from a checkpoint have in common.</summary>
internal static class CheckpointOptions
{
    public static Option<string> Checkpoint() => new("--checkpoint")
    {
        Description = "A checkpoint of a run, or a generator's own file.",
        HelpName = "FILE",
        Required = true,
    };

    public static Option<string> Out(string description, string byDefault) => new("--out")
    {
        Description = description,
        HelpName = "FILE",
        DefaultValueFactory = _ => byDefault,
    };

    public static Option<int> Scale(int byDefault) =>
        WholeNumber.Option("--scale", "How many times as large as the generator's images the pictures are.", 1, 16, byDefault);

    /// <summary>That so many pictures of a checkpoint fit into memory, before any is made.</summary>
    /// <exception cref="SampleException">They do not.</exception>
    public static void CheckSize(string options, long pictures, long side, long scale)
    {
        const long MostPixels = 1L << 28;
        long pixels = pictures * side * scale * side * scale;
        if (pixels > MostPixels)
        {
            throw new SampleException(FormattableString.Invariant(
                $"{options}: {pictures} pictures of {side * scale}x{side * scale} pixels are {pixels} pixels; at most {MostPixels} are made at once."));
        }
    }

    /// <summary>Writes a picture and its folder.</summary>
    public static void Write(string path, byte[] picture)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        AtomicFile.Write(path, picture);
    }
}
