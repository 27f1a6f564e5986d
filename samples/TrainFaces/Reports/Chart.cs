using System.Globalization;
using System.Net;
using System.Text;

namespace TrainFaces.Reports;

/// <summary>
/// Draws a chart as SVG elements for a page, which sets the fonts and the colors. ScottPlot's SVG is not used: it has no labels if the
/// machine that trains has no fonts, and fixed colors.
/// </summary>
/// <param name="title">The title.</param>
/// <param name="unit">The quantity and the unit of the vertical axis. The horizontal axis has the steps.</param>
/// <param name="lines">At most <see cref="MaxLines"/> lines.</param>
internal sealed class Chart(string title, string unit, IReadOnlyList<ChartLine> lines)
{
    /// <summary>The page has so many colors.</summary>
    public const int MaxLines = 3;

    private const double Width = 560;
    private const double Height = 250;
    private const double Left = 62;
    private const double Right = 14;
    private const double Top = 10;
    private const double Bottom = 46;
    private const int Ticks = 5;

    // More points than pixels are not visible.
    private const int Columns = 400;

    private readonly StringBuilder svg = new();
    private double lastX = 1;
    private double top = 1;

    /// <summary>Draws the chart.</summary>
    /// <param name="step">The end of the horizontal axis.</param>
    /// <param name="ceiling">The end of the vertical axis, which starts at 0.</param>
    /// <returns>A figure element.</returns>
    public string Draw(double step, double ceiling)
    {
        // The distance of the ticks underflows or overflows outside of these bounds.
        (lastX, top) = (Math.Max(1, step), ceiling is > 1e-300 and < 1e300 ? ceiling : 1);
        string last = string.Join("; ", lines.Select(line => line.Points.Count == 0 ? $"{line.Name}: no values" : $"{line.Name}: {Number(line.Points[^1].Y)} at step {Step(line.Points[^1].X)}"));
        Add($"<figure><figcaption>{Text(title)}{Legend()}</figcaption>");
        Add($"<svg viewBox=\"0 0 {Width} {Height}\" role=\"img\" aria-label=\"{Text($"{title}, by step. Last values: {last}.")}\">");
        DrawAxes();
        for (int index = 0; index < lines.Count; index++)
        {
            DrawLine(lines[index], index);
        }

        return svg.Append("</svg></figure>\n").ToString();
    }

    /// <summary>A round distance that divides an axis into about <see cref="Ticks"/> parts.</summary>
    public static double TickDistance(double length)
    {
        double rough = length / Ticks;
        double power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        return power * ((rough / power) switch { <= 1 => 1, <= 2 => 2, <= 5 => 5, _ => 10 });
    }

    private string Legend() => lines.Count == 1 ? string.Empty
        : string.Concat(lines.Select((line, index) => string.Create(CultureInfo.InvariantCulture, $" <span class=\"key line-{index}\">{Text(line.Name)}</span>")));

    private void DrawAxes()
    {
        double distance = TickDistance(top);
        for (int tick = 0; tick * distance <= top * 1.0001; tick++)
        {
            double y = Y(tick * distance);
            Add($"<line class=\"grid\" x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{y:F1}\" y2=\"{y:F1}\"/><text x=\"{Left - 6}\" y=\"{y + 4:F1}\" text-anchor=\"end\">{Number(tick * distance)}</text>");
        }

        distance = Math.Max(1, TickDistance(lastX)); // Steps are whole numbers.
        for (int tick = 0; tick * distance <= lastX; tick++)
        {
            double x = X(tick * distance);
            Add($"<line class=\"grid\" x1=\"{x:F1}\" x2=\"{x:F1}\" y1=\"{Top}\" y2=\"{Height - Bottom}\"/><text x=\"{x:F1}\" y=\"{Height - Bottom + 16}\" text-anchor=\"middle\">{Step(tick * distance)}</text>");
        }

        Add($"<text x=\"{(Left + Width - Right) / 2}\" y=\"{Height - 6}\" text-anchor=\"middle\">step</text>");
        Add($"<text transform=\"translate(14 {(Top + Height - Bottom) / 2}) rotate(-90)\" text-anchor=\"middle\">{Text(unit)}</text>");
    }

    private void DrawLine(ChartLine line, int color)
    {
        if (line.Smooth is { } smooth)
        {
            Add($"<polyline class=\"faint line-{color}\" points=\"{Path(Extremes(line.Points))}\"/><polyline class=\"line-{color}\" points=\"{Path(Thinned(smooth))}\"/>");
            return;
        }

        (double X, double Y)[] points = [.. Thinned(line.Points)];
        Add($"<polyline class=\"line-{color}\" points=\"{Path(points)}\"/>");
        foreach (var (x, y) in points.Length <= Columns / 4 ? points : [])
        {
            Add($"<circle class=\"line-{color}\" cx=\"{X(x):F1}\" cy=\"{Y(y):F1}\" r=\"3\"/>");
        }
    }

    private string Path(IEnumerable<(double X, double Y)> points) =>
        string.Join(' ', points.Select(point => string.Create(CultureInfo.InvariantCulture, $"{X(point.X):F1},{Y(point.Y):F1}")));

    private static IEnumerable<(double X, double Y)> Thinned(IReadOnlyList<(double X, double Y)> points) =>
        Finite(points).Chunk((points.Count / Columns) + 1).Select(chunk => chunk[^1]);

    // The lowest and the highest point of each column, so that no peak is lost.
    private static IEnumerable<(double X, double Y)> Extremes(IReadOnlyList<(double X, double Y)> points) =>
        Finite(points).Chunk((points.Count / Columns) + 1).SelectMany(
            chunk => chunk.Length == 1 ? chunk : [chunk.MinBy(point => point.Y), chunk.MaxBy(point => point.Y)]);

    private static IEnumerable<(double X, double Y)> Finite(IEnumerable<(double X, double Y)> points) => points.Where(point => double.IsFinite(point.Y));

    private double X(double step) => Left + (step / lastX * (Width - Left - Right));

    // Values above the end of the axis are on its border, so that they stay visible.
    private double Y(double value) => Top + ((1 - Math.Clamp(value / top, 0, 1)) * (Height - Top - Bottom));

    private void Add(FormattableString text) => svg.Append(FormattableString.Invariant(text));

    // Steps are whole numbers, which G6 would shorten from a million on.
    private static string Step(double step) => step.ToString("F0", CultureInfo.InvariantCulture);

    private static string Number(double value) => value.ToString("G6", CultureInfo.InvariantCulture);

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
