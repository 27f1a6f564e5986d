using System.Globalization;
using System.Text;

namespace Dcgan.Core;

/// <summary>Text that a file brought, made fit for a message: a hostile name may be megabytes long or hold a terminal's commands.</summary>
internal static class QuotedText
{
    private const int MaxCharacters = 100;

    private const int MaxCharactersOfSentences = 500;

    internal static string Of(ReadOnlySpan<char> text) => $"'{Harmless(text, MaxCharacters)}'";

    /// <summary>Sentences that may hold such text, without quotes around them.</summary>
    internal static string Plain(ReadOnlySpan<char> text) => Harmless(text, MaxCharactersOfSentences);

    private static string Harmless(ReadOnlySpan<char> text, int most)
    {
        var harmless = new StringBuilder();
        foreach (Rune character in text.EnumerateRunes())
        {
            if (harmless.Length >= most)
            {
                return harmless.Append("...").ToString();
            }

            if (IsHarmless(character))
            {
                harmless.Append(character);
            }
            else
            {
                harmless.Append(CultureInfo.InvariantCulture, $"\\u{{{character.Value:x}}}");
            }
        }

        return harmless.ToString();
    }

    private static bool IsHarmless(Rune character) => Rune.GetUnicodeCategory(character)
        is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}
