using System.Text;
using Spectre.Console;

namespace TrainFaces.Output;

/// <summary>Tells Spectre.Console about the terminal behind standard output, whose text goes through another writer.</summary>
/// <param name="writer">Receives the text.</param>
/// <param name="isTerminal">Whether the text arrives at a terminal.</param>
internal sealed class TerminalOutput(TextWriter writer, bool isTerminal) : IAnsiConsoleOutput
{
    private readonly AnsiConsoleOutput console = new(Console.Out);

    public TextWriter Writer => writer;

    public bool IsTerminal => isTerminal;

    public int Width => console.Width;

    public int Height => console.Height;

    public void SetEncoding(Encoding encoding) => console.SetEncoding(encoding);
}
