using System.Globalization;

namespace TrainFaces;

/// <summary>The processor, or the CUDA device of a number. Said without touching libtorch, which may not load yet.</summary>
internal readonly record struct DeviceChoice(bool IsCuda, int Index)
{
    /// <summary>Reads "cpu", "cuda" or "cuda:n".</summary>
    public static bool TryParse(string text, out DeviceChoice device)
    {
        const string Numbered = "cuda:";
        int index = 0;
        device = default;
        if (text is "cpu")
        {
            return true;
        }

        if (text is not "cuda"
            && !(text.StartsWith(Numbered, StringComparison.Ordinal)
                && int.TryParse(text.AsSpan(Numbered.Length), NumberStyles.None, CultureInfo.InvariantCulture, out index)))
        {
            return false;
        }

        device = new DeviceChoice(IsCuda: true, index);
        return true;
    }

    public override string ToString() => IsCuda ? string.Create(CultureInfo.InvariantCulture, $"cuda:{Index}") : "cpu";
}
