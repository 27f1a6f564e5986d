using System.Text.RegularExpressions;

namespace Dcgan.Core.Tests.Architecture;

/// <summary>The layers of the library, top to bottom. A folder may depend only on the folders above it.</summary>
/// <param name="folders">Names of the folders, top folder first.</param>
internal sealed partial class LayerTable(params IReadOnlyList<string> folders)
{
    /// <summary>Names of the folders, top folder first.</summary>
    internal IReadOnlyList<string> Folders => folders;

    /// <summary>Reads the table from a page: each line that starts with <c>| `Folder/` |</c> is a row.</summary>
    internal static LayerTable Read(string page) => new([.. Row().Matches(page).Select(row => row.Groups["folder"].Value)]);

    /// <summary>
    /// Lists the dependencies on lower folders, by pair of folders. Dependencies from or to a folder that the table lacks are
    /// left out: another test compares the table with the folders.
    /// </summary>
    /// <returns>Lines of text; empty if every folder depends only on the folders above it.</returns>
    internal string Violations(IEnumerable<Arrow> arrows)
    {
        Arrow[] down = [.. arrows.Where(PointsDown)];
        string heading =
            $"{down.Length} uses of a type from a folder further down the layer table. Move the using code down or the type up:";
        IEnumerable<string> lines = down
            .GroupBy(arrow => (arrow.From, arrow.To))
            .OrderBy(pair => Place(pair.Key.From)).ThenBy(pair => Place(pair.Key.To))
            .SelectMany(pair => Uses(pair).Prepend($"{pair.Key.From} -> {pair.Key.To}"));
        return down.Length == 0 ? string.Empty : string.Join('\n', lines.Prepend(heading));
    }

    private static IEnumerable<string> Uses(IEnumerable<Arrow> arrows) => arrows
        .GroupBy(arrow => (arrow.File, arrow.Type))
        .Select(uses => $"    {uses.Key.File}:{string.Join(',', uses.Select(use => use.Line).Order())} {uses.Key.Type}")
        .Order(StringComparer.Ordinal);

    private bool PointsDown(Arrow arrow) => Place(arrow.From) >= 0 && Place(arrow.To) > Place(arrow.From);

    private int Place(string folder) => folders.ToList().IndexOf(folder);

    [GeneratedRegex(@"^\| `(?<folder>\w+)/` \|", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Row();
}
