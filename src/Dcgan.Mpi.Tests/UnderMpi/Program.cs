using Dcgan.Core;
using Dcgan.Mpi;
using Dcgan.Mpi.Tests.UnderMpi;

// A program for mpirun; see eng/mpi-test.sh. Prints what every rank sees, and returns 0 if it is as expected.
string scenario = args.FirstOrDefault() ?? "nothing";
if (scenario == "missing")
{
    try
    {
        MpiProcessGroup.Start();
        return 1;
    }
    catch (MpiException error)
    {
        Console.WriteLine(error.Message);
        return 0;
    }
}

using MpiProcessGroup group = MpiProcessGroup.Start();
if (group.Rank == 0)
{
    Console.WriteLine($"{scenario}: {group.Size} processes, {group.HostSize} on this host, {group.LibraryVersion}");
}

switch (scenario)
{
    case "guarantee":
        return Guarantee.Check(group) ? 0 : 1;
    case "options":
        return Failures.OtherOptions(group) ? 0 : 1;
    case "data":
        return Failures.Data(group) ? 0 : 1;
    case "signals":
        return Failures.NullReference() ? 0 : 1;
    case "sums":
        return BackgroundSums.Check(group) ? 0 : 1;
    case "unawaited":
        BackgroundSums.StartOnly(group);
        return 0;
    case "backward":
        return Failures.Backward(group) ? 0 : 1;
    case "leave":
        return Failures.Leave(group) ? 0 : 1;
    case "call":
        return Failures.TooLong(group) ? 0 : 1;
    case "abort":
        if (group.Rank == group.Size - 1)
        {
            group.Abort(3);
        }

        group.Barrier();
        return 0;
    default:
        Console.WriteLine("The scenarios are guarantee, options, data, backward, signals, sums, unawaited, leave, call, abort and missing.");
        return 2;
}
