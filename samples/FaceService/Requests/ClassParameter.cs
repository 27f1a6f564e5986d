using System.Globalization;
using FaceService.Model;

namespace FaceService.Requests;

/// <summary>
/// The optional query parameter <c>class</c> of a model with classes: the name of a class, or its number, from 0. If a name looks like
/// a number, the name counts.
/// </summary>
internal static class ClassParameter
{
    public const string Name = "class";

    /// <summary>Maximum number of names in an error message. /health lists all.</summary>
    private const int MaxListed = 20;

    /// <summary>Reads the class. Default: class 0.</summary>
    /// <exception cref="RequestException">The model has no such class, or no classes.</exception>
    public static long Read(RequestReader reader, ModelInfo info) => Find(reader, info) ?? 0;

    /// <summary>Reads the class; returns null if the parameter is missing.</summary>
    /// <exception cref="RequestException">The model has no such class, or no classes.</exception>
    public static long? Find(RequestReader reader, ModelInfo info)
    {
        if (reader.Find(Name) is not string text)
        {
            return null;
        }

        if (info.Classes == 0)
        {
            throw new RequestException($"{Name}: the model has no classes; leave out this parameter.");
        }

        int named = info.ClassNames.IndexOf(text);
        return named >= 0 ? named
            : RequestReader.ParseInteger(text) is long number && number >= 0 && number < info.Classes ? number
            : throw RequestReader.Invalid(Name, Rule(info), text);
    }

    private static string Rule(ModelInfo info)
    {
        string numbers = string.Create(CultureInfo.InvariantCulture, $"an integer in [0, {info.Classes - 1}]");
        int others = info.ClassNames.Length - MaxListed;
        IEnumerable<string> listed = info.ClassNames.Take(MaxListed).Select(QuotedText.Quote);
        return info.ClassNames.IsEmpty
            ? numbers
            : $"{string.Join(", ", listed)}{(others > 0 ? $", one of {others} more names (see /health)" : "")}, or {numbers},";
    }
}
