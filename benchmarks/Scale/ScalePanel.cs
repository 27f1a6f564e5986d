namespace Dcgan.Benchmarks;

/// <summary>A panel of the chart.</summary>
/// <param name="Across">Label of the horizontal axis.</param>
/// <param name="Up">Label of the vertical axis.</param>
/// <param name="Places">Positions on the horizontal axis, each twice the previous position; the axis is logarithmic.</param>
/// <param name="Lines">Lines of the panel.</param>
internal sealed record ScalePanel(string Across, string Up, IEnumerable<double> Places, IEnumerable<ScaleLine> Lines);
