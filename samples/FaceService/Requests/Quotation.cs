using System.Globalization;
using System.Text;

namespace FaceService.Requests;

/// <summary>What a client sent, as a message shows it: in quotes, short, and with nothing that a terminal or a log would obey.</summary>
internal static class Quotation
{
    private const int Longest = 40;

    public static string Of(string value)
    {
        var text = new StringBuilder("\"");
        foreach (Rune sign in value.EnumerateRunes().Take(Longest))
        {
            bool harmless = !Rune.IsControl(sign) && Rune.GetUnicodeCategory(sign) is not (UnicodeCategory.Format
                or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.OtherNotAssigned);
            text.Append(harmless ? sign.ToString() : "\uFFFD");
        }

        bool isShort = value.EnumerateRunes().Count() <= Longest;
        return text.Append(isShort ? "\"" : "...\"").ToString();
    }
}
