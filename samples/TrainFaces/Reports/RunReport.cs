using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using TrainFaces.Measuring;
using TrainFaces.Output;

namespace TrainFaces.Reports;

/// <summary>Writes the report of a run as one HTML page, which needs no other file and no network.</summary>
internal static partial class RunReport
{
    // Smaller grids are enlarged.
    private const int MinWidth = 512;

    /// <summary>Writes the page, as UTF-8.</summary>
    public static byte[] Write(ReportContent content)
    {
        var steps = StepsOfEpochs(content.Losses);
        var parts = new Dictionary<string, string>
        {
            ["name"] = Text(content.Name),
            ["state"] = StateText(content.State),
            ["written"] = content.Written.ToString("yyyy-MM-dd HH:mm:ss zzz", CultureInfo.InvariantCulture),
            ["samples"] = Samples(content, steps),
            ["charts"] = ReportCharts.Draw(content.Losses, content.Measures),
            ["numbers"] = EpochTable.Write(content.Losses, content.Measures, [.. content.Pictures.Select(picture => picture.Epoch)]),
            ["summary"] = List(content.Summary),
            ["folder"] = Text(content.CommandFolder),
            ["commands"] = string.Concat(content.Commands.Select(command => $"<p>{Text(command.Purpose)}:</p>\n<pre><code>{Text(command.Command)}</code></pre>\n")),
            ["options"] = List(content.Options),
            ["machine"] = List(content.Machine),
        };

        // One pass over the template, so that a value such as "{{name}}" stays as it is.
        return Encoding.UTF8.GetBytes(Placeholder().Replace(Template(), found => parts[found.Groups[1].Value]));
    }

    [GeneratedRegex("{{([a-z]+)}}")]
    private static partial Regex Placeholder();

    private static string Template()
    {
        using var resource = typeof(RunReport).Assembly.GetManifestResourceStream("report.html")!;
        using var reader = new StreamReader(resource);
        return reader.ReadToEnd();
    }

    private static string StateText(RunState state) => state switch
    {
        RunState.Finished => "The run has finished.",
        RunState.Stopped => "The run was stopped and can be resumed.",
        RunState.Failed => "The run has failed.",
        _ => "The run has not finished. Reload the page to see later epochs.",
    };

    private static Dictionary<int, long> StepsOfEpochs(LossHistory losses)
    {
        var steps = new Dictionary<int, long> { [0] = 0 };
        foreach (var (epoch, step) in losses.Steps)
        {
            steps[epoch] = step.Number;
        }

        return steps;
    }

    private static string Samples(ReportContent content, Dictionary<int, long> steps)
    {
        if (content.Pictures.Count == 0)
        {
            return "<p>There are no pictures.</p>";
        }

        var html = new StringBuilder("<figure class=\"pictures\">\n");
        foreach (var picture in content.Pictures)
        {
            string label = picture.Epoch == 0 ? "Before training"
                : FormattableString.Invariant($"Epoch {picture.Epoch}") + (steps.TryGetValue(picture.Epoch, out long step) ? FormattableString.Invariant($", step {step}") : string.Empty);
            bool isSmall = picture.Width < MinWidth;
            html.Append(CultureInfo.InvariantCulture, $"<img{(isSmall ? " class=\"small\"" : string.Empty)} width=\"{(isSmall ? MinWidth : picture.Width)}\" height=\"{(isSmall ? picture.Height * MinWidth / picture.Width : picture.Height)}\" decoding=\"sync\" data-label=\"{label}\" ")
                .Append(CultureInfo.InvariantCulture, $"alt=\"{label}: a grid of generated images\"{(picture == content.Pictures[^1] ? string.Empty : " hidden")} src=\"data:{picture.MediaType};base64,")
                .Append(Convert.ToBase64String(picture.Content)).Append("\">\n");
        }

        string rows = content.ClassNames.Count == 0 ? string.Empty : $" Classes of the rows, from the top: {Text(string.Join(", ", content.ClassNames))}.";
        return html.Append(CultureInfo.InvariantCulture, $"""
            <figcaption>Images from the same latents, epoch by epoch.{rows}</figcaption>
            </figure>
            <div class="player" hidden>
            <button type="button" id="play">Play</button>
            <input type="range" id="epoch" min="0" max="{content.Pictures.Count - 1}" step="1" value="{content.Pictures.Count - 1}" aria-label="Epoch">
            <output id="shown" for="epoch" aria-live="off"></output>
            </div>
            """).ToString();
    }

    private static string List(IEnumerable<(string Name, string Value)> values) =>
        $"<dl>\n{string.Concat(values.Select(value => $"<dt>{Text(value.Name)}</dt><dd>{Text(value.Value)}</dd>\n"))}</dl>";

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
