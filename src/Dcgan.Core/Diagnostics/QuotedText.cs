using System.Globalization;
using System.Text;

namespace Dcgan.Core;

/// <summary>
/// Makes text from a file safe for messages: a hostile name can be megabytes long or contain terminal control sequences.
/// </summary>
internal static class QuotedText
{
    private const int MaxQuotedLength = 100;

    private const int MaxPlainLength = 500;

    /// <summary>Returns the text in single quotes, escaped and truncated to about 100 characters.</summary>
    internal static string Of(ReadOnlySpan<char> text) => $"'{Sanitize(text, MaxQuotedLength)}'";

    /// <summary>
    /// Returns sentences that may contain text from a file, without quotes, escaped and truncated to about 500 characters.
    /// </summary>
    internal static string Plain(ReadOnlySpan<char> text) => Sanitize(text, MaxPlainLength);

    private static string Sanitize(ReadOnlySpan<char> text, int maxLength)
    {
        var safe = new StringBuilder();
        foreach (Rune character in text.EnumerateRunes())
        {
            if (safe.Length >= maxLength)
            {
                return safe.Append("...").ToString();
            }

            if (IsSafe(character))
            {
                safe.Append(character);
            }
            else
            {
                safe.Append(CultureInfo.InvariantCulture, $"\\u{{{character.Value:x}}}");
            }
        }

        return safe.ToString();
    }

    private static bool IsSafe(Rune character) => Rune.GetUnicodeCategory(character)
        is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}
