namespace TrainFaces;

/// <summary>The names of the presets on the command line.</summary>
internal static class PresetNames
{
    /// <summary>The option that takes a name.</summary>
    public const string Option = "--preset";

    private static readonly Dictionary<string, Preset> Presets = new()
    {
        ["recommended"] = Preset.Recommended,
        ["few-images"] = Preset.FewImages,
        ["paper"] = Preset.Paper,
        ["reference"] = Preset.Reference,
    };

    public static IReadOnlyCollection<string> All => Presets.Keys;

    public static string NameOf(Preset preset) => Presets.Single(entry => entry.Value == preset).Key;

    /// <param name="name">One of <see cref="All"/>.</param>
    public static Preset Parse(string name) => Presets[name];
}
