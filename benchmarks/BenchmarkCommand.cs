using System.CommandLine;

namespace Dcgan.Benchmarks;

/// <summary>The command line of the benchmarks. To add a part, add a class and one line here.</summary>
internal static class BenchmarkCommand
{
    internal static RootCommand Create()
    {
        var reader = new RunOptionsReader();
        var root = new RootCommand("Times Dcgan.Core and its peers. Without a command, prints the whole comparison in one table.");
        reader.AddTo(root);
        reader.SetAction(root, ComparisonPart.RunAll);

        Command[] parts =
        [
            .. ComparisonPart.Create(reader),
            LayersPart.Create(reader),
            ScalePart.Create(reader),
            ManagedPart.Create(reader),
            CheckpointPart.Create(reader),
            PrepareCommand.Create(),
            ServicePart.Create(reader),
            AttackPart.Create(reader),
            DistributedPart.Create(reader),
            MeasureCommand.Create(),
            RankCommand.Create(),
        ];
        foreach (Command part in parts)
        {
            root.Subcommands.Add(part);
        }

        return root;
    }
}
