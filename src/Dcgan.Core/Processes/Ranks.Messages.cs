using System.Text;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <content>What the processes tell each other.</content>
internal sealed partial class Ranks
{
    /// <summary>Where the call is in what a process tells: above a number below 2^40. A float64 is exact up to 2^53.</summary>
    private const long CallUnit = 1L << 40;

    /// <summary>Checks that all processes have the same facts, each of which is a line of text.</summary>
    /// <exception cref="ProcessGroupException">They differ. Every process gets the same message.</exception>
    internal void Compare(Call call, Func<IEnumerable<string>> facts)
    {
        if (!AreSeveral)
        {
            return;
        }

        string[] own = Run(call, () => facts().ToArray());
        string[] expected = Tell(0, string.Join('\n', own)).Split('\n');
        int place = Enumerable.Range(0, Math.Max(own.Length, expected.Length))
            .FirstOrDefault(line => own.ElementAtOrDefault(line) != expected.ElementAtOrDefault(line), -1);
        _ = Meet(Call.Compare, () => place < 0 ? 0 : throw new ProcessGroupException(
            $"The processes of a run must be equal, but rank {Rank} has {own.ElementAtOrDefault(place) ?? "nothing"} and rank 0 has {expected.ElementAtOrDefault(place) ?? "nothing"}.")
        {
            Rank = Rank,
        });
    }

    /// <summary>Tells the other processes a call and a number, and returns what all tell, by rank.</summary>
    private (Call Call, long Number)[] Exchange(Call call, long number)
    {
        double[] slots = new double[Size];
        slots[Rank] = ((long)call * CallUnit) + number;
        using Tensor told = tensor(slots).DetachFromDisposeScope();
        Sum(told);
        return [.. told.data<double>().ToArray().Select(value => ((Call)((long)value / CallUnit), (long)value % CallUnit))];
    }

    private static ProcessGroupException Apart(Call[] calls)
    {
        int other = Array.IndexOf(calls, Call.Dispose) is int left and >= 0 ? left : Array.FindIndex(calls, call => call != calls[0]);
        IEnumerable<string> places = calls.Select((call, rank) => $"rank {rank} {Text(call)}");
        return new ProcessGroupException($"Every process of a run must make the same calls, but {string.Join(", ", places)}.") { Rank = other };
    }

    private static string Text(Call call) => call switch
    {
        Call.Construct => "constructs a trainer",
        Call.Build => "creates a trainer",
        Call.Prepare => "saves into a checkpoint folder",
        Call.Compare => "compares its state",
        Call.Step => "makes a step",
        Call.CheckData or Call.Update or Call.MeasureDiversity or Call.Observe => "is in a step",
        Call.Save => "saves the run",
        Call.Load => "loads a run",
        Call.Dispose => "has disposed its trainer",
        Call.Any => "calls Any",
        Call.Ended or Call.EndedKnown => "has ended RunTogether",
        _ => $"makes call {(int)call}",
    };

    /// <summary>Sends a text from one process to all, with its length first.</summary>
    private string Tell(int root, string? text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(Rank == root ? text! : string.Empty);
        using Tensor length = tensor(BitConverter.GetBytes(bytes.Length)).DetachFromDisposeScope();
        Communicate(() => group!.Broadcast(length, root));
        using Tensor content = zeros(BitConverter.ToInt32(length.bytes), uint8).DetachFromDisposeScope();
        bytes.CopyTo(content.bytes);
        Communicate(() => group!.Broadcast(content, root));
        return Encoding.UTF8.GetString(content.bytes);
    }
}
