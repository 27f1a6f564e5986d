using System.Globalization;
using System.Text;

namespace FaceService.Requests;

/// <summary>Quotes client input for messages: at most 40 characters, with control and formatting characters replaced by U+FFFD.</summary>
internal static class QuotedText
{
    private const int MaxLength = 40;

    public static string Quote(string value)
    {
        var text = new StringBuilder("\"");
        foreach (Rune rune in value.EnumerateRunes().Take(MaxLength))
        {
            bool isPrintable = !Rune.IsControl(rune) && Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Format
                or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.OtherNotAssigned);
            text.Append(isPrintable ? rune.ToString() : "\uFFFD");
        }

        bool isComplete = value.EnumerateRunes().Count() <= MaxLength;
        return text.Append(isComplete ? "\"" : "...\"").ToString();
    }
}
