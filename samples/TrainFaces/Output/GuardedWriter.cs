using System.Text;

namespace TrainFaces.Output;

/// <summary>
/// Passes text to another writer, and keeps its first failure instead of throwing it. A full disk under a redirected log, or a
/// terminal that was closed, must not end a training run. Later text is tried again, because the disk may have space by then.
/// </summary>
/// <param name="writer">Receives the text. It must be thread-safe if several threads write.</param>
internal sealed class GuardedWriter(TextWriter writer) : TextWriter(writer.FormatProvider)
{
    private Exception? failure;

    /// <summary>Called once, on the first failure, with the reason.</summary>
    public Action<string>? Failed { get; set; }

    /// <summary>Why text was lost; null if all text was written.</summary>
    public string? Failure => failure is { } error ? Reason(error) : null;

    public override Encoding Encoding => writer.Encoding;

    public override string NewLine => writer.NewLine;

    public override void Write(char value) => Guard(() => writer.Write(value));

    public override void Write(string? value) => Guard(() => writer.Write(value));

    public override void Write(char[] buffer, int index, int count) => Guard(() => writer.Write(buffer, index, count));

    public override void Write(ReadOnlySpan<char> buffer) => Write(buffer.ToString());

    public override void WriteLine() => Guard(writer.WriteLine);

    public override void WriteLine(string? value) => Guard(() => writer.WriteLine(value));

    public override void WriteLine(ReadOnlySpan<char> buffer) => WriteLine(buffer.ToString());

    public override void Flush() => Guard(writer.Flush);

    private void Guard(Action write)
    {
        try
        {
            write();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            if (Interlocked.CompareExchange(ref failure, error, null) is null)
            {
                Failed?.Invoke(Reason(error));
            }
        }
    }

    // .NET reports a closed stream as "access denied", with the system's message inside.
    private static string Reason(Exception error) => error.GetBaseException().Message;
}
