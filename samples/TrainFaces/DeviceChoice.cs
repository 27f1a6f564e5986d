using System.Globalization;

namespace TrainFaces;

/// <summary>The CPU, or a CUDA device with an index. Does not use torch.Device, because parsing the command line must not load libtorch.</summary>
internal readonly record struct DeviceChoice(bool IsCuda, int Index)
{
    /// <summary>Parses "cpu", "cuda", or "cuda:n".</summary>
    public static bool TryParse(string text, out DeviceChoice device)
    {
        const string IndexPrefix = "cuda:";
        int index = 0;
        device = default;
        if (text is "cpu")
        {
            return true;
        }

        if (text is not "cuda"
            && !(text.StartsWith(IndexPrefix, StringComparison.Ordinal)
                && int.TryParse(text.AsSpan(IndexPrefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out index)))
        {
            return false;
        }

        device = new DeviceChoice(IsCuda: true, index);
        return true;
    }

    public override string ToString() => IsCuda ? string.Create(CultureInfo.InvariantCulture, $"cuda:{Index}") : "cpu";
}
