using System.Globalization;
using Microsoft.Extensions.Primitives;

namespace FaceService.Requests;

/// <summary>Reads and validates a request's parameters. Every error message contains the parameter, the rule, and the value.</summary>
internal sealed class RequestReader
{
    private const string SeedRule = "an integer in [-9223372036854775808, 9223372036854775807]";

    private readonly HttpRequest request;

    /// <summary>Checks the names in the query.</summary>
    /// <param name="request">The request to read.</param>
    /// <param name="names">The parameters that the query may contain.</param>
    /// <exception cref="RequestException">The query contains an unknown parameter, or a parameter twice.</exception>
    public RequestReader(HttpRequest request, params string[] names)
    {
        this.request = request;
        foreach ((string name, StringValues values) in request.Query)
        {
            if (!names.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                throw new RequestException($"query: unknown parameter {QuotedText.Quote(name)}; known parameters: {string.Join(", ", names)}.");
            }

            if (values.Count != 1)
            {
                throw new RequestException($"{name}: must be given once but was given {values.Count} times.");
            }
        }
    }

    /// <summary>The error for a required parameter that is not in the query.</summary>
    public static RequestException Missing(string name, string example) =>
        new($"{name}: required parameter is missing; add it to the query, for example {name}={example}.");

    /// <summary>Reads a seed from the path.</summary>
    public long PathSeed(string name) => ParseInteger(request.RouteValues[name] as string ?? "")
        ?? throw Invalid(name, SeedRule, request.RouteValues[name] as string);

    /// <summary>Reads a required seed from the query.</summary>
    public long Seed(string name)
    {
        string text = Find(name) ?? throw Missing(name, "1");
        return ParseInteger(text) ?? throw Invalid(name, SeedRule, text);
    }

    /// <summary>Reads an optional integer in [<paramref name="minimum"/>, <paramref name="maximum"/>].</summary>
    public int Integer(string name, int minimum, int maximum, int defaultValue)
    {
        if (Find(name) is not string text)
        {
            return defaultValue;
        }

        return ParseInteger(text) is long value && value >= minimum && value <= maximum
            ? (int)value
            : throw Invalid(name, $"an integer in [{minimum}, {maximum}]", text);
    }

    /// <summary>Reads a required number in [0, 1].</summary>
    public double Fraction(string name)
    {
        const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        string text = Find(name) ?? throw Missing(name, "0.5");
        return HasNoNull(text) && double.TryParse(text, Style, CultureInfo.InvariantCulture, out double value) && value is >= 0 and <= 1
            ? Math.Abs(value) // -0 gives the same picture as 0, so it must also give the same name.
            : throw Invalid(name, "a number in [0, 1]", text);
    }

    /// <summary>Reads an optional text.</summary>
    /// <returns>The text; null if the parameter is missing.</returns>
    public string? Find(string name) => request.Query.TryGetValue(name, out StringValues values) ? values[0] ?? "" : null;

    /// <summary>Reads an optional list of seeds, separated by commas.</summary>
    /// <returns>The seeds; an empty list if the parameter is missing.</returns>
    public IReadOnlyList<long> Seeds(string name, int maximum)
    {
        if (Find(name) is not string text)
        {
            return [];
        }

        // Splits off at most one part more than allowed, which is enough to detect a list that is too long.
        long?[] seeds = [.. text.Split(',', maximum + 1).Select(ParseInteger)];
        return seeds.Length <= maximum && Array.TrueForAll(seeds, seed => seed.HasValue)
            ? [.. seeds.OfType<long>()]
            : throw Invalid(name, $"1 to {maximum} comma-separated integers", text);
    }

    /// <summary>Parses an integer; returns null if the text is not one.</summary>
    public static long? ParseInteger(string text) =>
        HasNoNull(text) && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value) ? value : null;

    /// <summary>Whether a text contains no null characters. The number parsers of .NET ignore null characters at the end of a text.</summary>
    private static bool HasNoNull(string text) => !text.Contains('\0', StringComparison.Ordinal);

    /// <summary>The error for an invalid value.</summary>
    public static RequestException Invalid(string name, string rule, string? value) =>
        new($"{name}: must be {rule} but was {QuotedText.Quote(value ?? "")}.");
}
