using System.Globalization;

namespace Dcgan.Benchmarks;

/// <summary>What the parent asks of the processes that it starts over MPI.</summary>
/// <param name="Mode">What they do.</param>
/// <param name="Networks">The networks to train.</param>
/// <param name="Batch">Number of images of the whole batch, divided among the processes.</param>
/// <param name="Steps">Timed steps.</param>
/// <param name="Threads">Threads of each process.</param>
internal sealed record RankRequest(RankMode Mode, RankNetworks Networks, int Batch, int Steps, int Threads)
{
    /// <summary>The request as arguments of the program.</summary>
    internal string[] ToArguments() =>
    [
        RankCommand.Name, $"{Mode}", $"{Networks}", Text(Batch), Text(Steps), Text(Threads),
    ];

    /// <summary>Reads what <see cref="ToArguments"/> has written, without the command's name.</summary>
    internal static RankRequest Parse(string[] words) => new(
        Enum.Parse<RankMode>(words[0]), Enum.Parse<RankNetworks>(words[1]), Number(words[2]), Number(words[3]), Number(words[4]));

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
