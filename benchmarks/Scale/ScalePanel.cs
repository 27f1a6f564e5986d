namespace Dcgan.Benchmarks;

/// <summary>One panel of the picture.</summary>
/// <param name="Across">What the horizontal axis is.</param>
/// <param name="Up">What the vertical axis is.</param>
/// <param name="Places">Each twice the one before: the axis is logarithmic.</param>
/// <param name="Lines">What is drawn.</param>
internal sealed record ScalePanel(string Across, string Up, IEnumerable<double> Places, IEnumerable<ScaleLine> Lines);
