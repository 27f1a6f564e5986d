namespace TrainFaces;

/// <summary>The names of the presets on the command line.</summary>
internal static class PresetNames
{
    /// <summary>The option that takes a name.</summary>
    public const string Option = "--preset";

    private static readonly string[] Names = ["recommended", "few-images", "paper", "reference"];

    /// <summary>The names, in the order of the presets.</summary>
    public static IReadOnlyList<string> All => Names;

    public static string NameOf(Preset preset) => Names[(int)preset];

    public static Preset Parse(string name) => (Preset)Array.IndexOf(Names, name);
}
