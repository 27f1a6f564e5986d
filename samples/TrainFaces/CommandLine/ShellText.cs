using System.Buffers;

namespace TrainFaces.CommandLine;

/// <summary>Writes command lines so that a shell reads the same arguments.</summary>
internal static class ShellText
{
    private const string Plain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_./:=+";

    // PowerShell splits arguments at commas, and reads @ as an operator.
    private static readonly SearchValues<char> Windows = SearchValues.Create(Plain + @"\");
    private static readonly SearchValues<char> Unix = SearchValues.Create(Plain + ",@%");

    /// <summary>Joins arguments to a command line for this system's shells.</summary>
    public static string Join(params IEnumerable<string> arguments) => Join(arguments, OperatingSystem.IsWindows());

    /// <param name="arguments">The program and its arguments.</param>
    /// <param name="forWindows">Whether the command line is for PowerShell and cmd instead of a POSIX shell.</param>
    public static string Join(IEnumerable<string> arguments, bool forWindows) =>
        string.Join(' ', arguments.Select(argument => forWindows ? QuoteForWindows(argument) : Quote(argument)));

    private static string Quote(string argument) =>
        IsPlain(argument, Unix) ? argument : $"'{argument.Replace("'", @"'\''", StringComparison.Ordinal)}'";

    // Double quotes, which both shells know. The names of files have none. A backslash before the closing quote would escape it.
    private static string QuoteForWindows(string argument) =>
        IsPlain(argument, Windows) ? argument : $"\"{argument}{(argument.EndsWith('\\') ? "\\" : string.Empty)}\"";

    private static bool IsPlain(string argument, SearchValues<char> plain) => argument.Length > 0 && !argument.AsSpan().ContainsAnyExcept(plain);
}
