using System.Globalization;
using System.Text;

namespace Dcgan.Core;

/// <summary>Text that a file brought, made fit for a message: a hostile name may be megabytes long or hold a terminal's commands.</summary>
internal static class QuotedText
{
    private const int MaxCharacters = 100;

    internal static string Of(ReadOnlySpan<char> text)
    {
        var quoted = new StringBuilder("'");
        foreach (Rune character in text.EnumerateRunes())
        {
            if (quoted.Length > MaxCharacters)
            {
                return quoted.Append("...'").ToString();
            }

            if (IsHarmless(character))
            {
                quoted.Append(character);
            }
            else
            {
                quoted.Append(CultureInfo.InvariantCulture, $"\\u{{{character.Value:x}}}");
            }
        }

        return quoted.Append('\'').ToString();
    }

    private static bool IsHarmless(Rune character) => Rune.GetUnicodeCategory(character)
        is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}
