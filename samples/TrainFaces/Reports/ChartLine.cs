namespace TrainFaces.Reports;

/// <summary>A line in a chart.</summary>
/// <param name="Name">The name in the legend.</param>
/// <param name="Points">The points in order of x. Points that are not finite are left out.</param>
/// <param name="Smooth">A smoothed copy to draw on top, with the faint points behind it; null if the points themselves are the line.</param>
internal sealed record ChartLine(string Name, IReadOnlyList<(double X, double Y)> Points, IReadOnlyList<(double X, double Y)>? Smooth = null);
