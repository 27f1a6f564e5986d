using System.Globalization;
using Microsoft.Extensions.Primitives;

namespace FaceService.Requests;

/// <summary>Reads a request's parameters, each within its bounds, and complains in one form: the parameter, the rule, the value.</summary>
internal sealed class RequestReader
{
    private const string SeedRule = "a whole number from -9223372036854775808 to 9223372036854775807";

    private readonly HttpRequest request;

    /// <param name="request">Whose parameters.</param>
    /// <param name="names">All that the query may hold.</param>
    /// <exception cref="RequestException">It holds another one, or one of them twice.</exception>
    public RequestReader(HttpRequest request, params string[] names)
    {
        this.request = request;
        foreach ((string name, StringValues values) in request.Query)
        {
            if (!names.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                throw new RequestException($"query: can hold {string.Join(", ", names)} but had {Quotation.Of(name)}.");
            }

            if (values.Count != 1)
            {
                throw new RequestException($"{name}: must be given once but was given {values.Count} times.");
            }
        }
    }

    /// <summary>A seed that is part of the path.</summary>
    public long PathSeed(string name) => ParseSeed(request.RouteValues[name] as string ?? "")
        ?? throw Broken(name, SeedRule, request.RouteValues[name] as string);

    public long Seed(string name)
    {
        string text = Given(name) ?? throw new RequestException($"{name}: must be given.");
        return ParseSeed(text) ?? throw Broken(name, SeedRule, text);
    }

    public int WholeNumber(string name, int least, int most, int byDefault)
    {
        if (Given(name) is not string text)
        {
            return byDefault;
        }

        return ParseSeed(text) is long value && value >= least && value <= most
            ? (int)value
            : throw Broken(name, $"a whole number from {least} to {most}", text);
    }

    /// <summary>A number from 0 to 1.</summary>
    public double Share(string name)
    {
        const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        string text = Given(name) ?? throw new RequestException($"{name}: must be given.");
        return IsWhole(text) && double.TryParse(text, Style, CultureInfo.InvariantCulture, out double value) && value is >= 0 and <= 1
            ? Math.Abs(value) // -0 names the same picture as 0.
            : throw Broken(name, "a number from 0 to 1", text);
    }

    /// <summary>Seeds with commas between.</summary>
    /// <returns>None where the parameter is not given.</returns>
    public IReadOnlyList<long> Seeds(string name, int most)
    {
        if (Given(name) is not string text)
        {
            return [];
        }

        // One more part than allowed is enough to see that there are too many.
        long?[] seeds = [.. text.Split(',', most + 1).Select(ParseSeed)];
        return seeds.Length <= most && Array.TrueForAll(seeds, seed => seed.HasValue)
            ? [.. seeds.OfType<long>()]
            : throw Broken(name, $"1 to {most} whole numbers with commas between", text);
    }

    private string? Given(string name) => request.Query.TryGetValue(name, out StringValues values) ? values[0] ?? "" : null;

    private static long? ParseSeed(string text) =>
        IsWhole(text) && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long seed) ? seed : null;

    /// <summary>.NET's number parsers pass over zero characters at a text's end.</summary>
    private static bool IsWhole(string text) => !text.Contains('\0', StringComparison.Ordinal);

    private static RequestException Broken(string name, string rule, string? value) =>
        new($"{name}: must be {rule} but was {Quotation.Of(value ?? "")}.");
}
