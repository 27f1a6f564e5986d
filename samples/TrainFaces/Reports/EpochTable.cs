using System.Globalization;
using System.Net;
using System.Text;
using Dcgan.Core;
using TrainFaces.Measuring;
using TrainFaces.Output;

namespace TrainFaces.Reports;

/// <summary>The numbers of a report's charts as an HTML table, one row per epoch.</summary>
internal static class EpochTable
{
    private static readonly IReadOnlyList<(string Name, Func<DcganStep, double> Select)> Columns =
    [
        ("generator loss", step => step.GeneratorLoss),
        ("discriminator loss", step => step.DiscriminatorLoss),
        ("D(x)", step => step.RealProbability),
        ("D(G(z))", step => step.GeneratedProbability),
    ];

    /// <summary>Writes the table.</summary>
    /// <param name="losses">The losses of the run, of which the table has the mean of each epoch.</param>
    /// <param name="measures">The measures of the run.</param>
    /// <param name="epochs">The epochs to show.</param>
    public static string Write(LossHistory losses, MeasureHistory measures, HashSet<int> epochs)
    {
        var measured = measures.Rows.GroupBy(row => row.Epoch).ToDictionary(group => group.Key, group => group.Last());
        var html = new StringBuilder("<details><summary>Numbers of these epochs (means over the steps of an epoch, and its measures)</summary>\n<div class=\"table\" tabindex=\"0\">\n<table>\n<tr>");
        foreach (string name in Columns.Select(column => column.Name).Concat(measured.Count == 0 ? [] : Measure.All.Select(measure => measure.Name)).Prepend("last step").Prepend("epoch"))
        {
            html.Append(CultureInfo.InvariantCulture, $"<th scope=\"col\">{WebUtility.HtmlEncode(name)}</th>");
        }

        foreach (var epoch in losses.Steps.Where(row => epochs.Contains(row.Epoch)).GroupBy(row => row.Epoch, row => row.Step))
        {
            IEnumerable<double> values = Columns.Select(column => epoch.Average(column.Select));
            if (measured.Count > 0)
            {
                values = values.Concat(measured.TryGetValue(epoch.Key, out var row) ? row.Values : Measure.All.Select(_ => double.NaN));
            }

            html.Append(CultureInfo.InvariantCulture, $"</tr>\n<tr><th scope=\"row\">{epoch.Key}</th><td>{epoch.Last().Number}</td>");
            html.AppendJoin(string.Empty, values.Select(value => $"<td>{(double.IsNaN(value) ? "-" : value.ToString("G4", CultureInfo.InvariantCulture))}</td>"));
        }

        return html.Append("</tr>\n</table>\n</div>\n</details>").ToString();
    }
}
