using System.Runtime.CompilerServices;
using Dcgan.Core;
using TorchSharp;

namespace Dcgan.Mpi.Tests.UnderMpi;

/// <summary>What the last rank does wrong, every rank must report, and none may wait.</summary>
internal static class Failures
{
    internal static bool OtherOptions(MpiProcessGroup group)
    {
        int last = group.Size - 1;
        try
        {
            using DcganTrainer trainer = Guarantee.Trainer(new() { EmaDecay = group.Rank == last ? 0.5 : 0.9 }, group);
            return false;
        }
        catch (ProcessGroupException error)
        {
            Console.WriteLine($"rank {group.Rank}: {error.Message}");
            return error.Rank == last && error.Message.Contains($"rank {last} has the trainer option EmaDecay = 0.5", StringComparison.Ordinal);
        }
    }

    internal static bool Data(MpiProcessGroup group)
    {
        using DcganTrainer trainer = Guarantee.Trainer(new(), group);
        int last = group.Size - 1;
        try
        {
            trainer.Train(Batches());
            return false;
        }
        catch (TimeoutException error)
        {
            Console.WriteLine($"rank {group.Rank}: {error.Message}");
            return group.Rank == last && trainer.StepCount == 2;
        }
        catch (ProcessGroupException error)
        {
            Console.WriteLine($"rank {group.Rank}: {error.Message}");
            return group.Rank != last && error.Message == $"Rank {last}: The disk does not answer." && trainer.StepCount == 2;
        }

        IEnumerable<torch.Tensor> Batches()
        {
            for (int number = 0; number < 10; number++)
            {
                if (number == 2 && group.Rank == last)
                {
                    throw new TimeoutException("The disk does not answer.");
                }

                using torch.Tensor images = Guarantee.Random(4, number);
                yield return images;
            }
        }
    }

    internal static bool Leave(MpiProcessGroup group)
    {
        int last = group.Size - 1;
        try
        {
            using DcganTrainer trainer = Guarantee.Trainer(new(), group);
            using torch.Tensor images = Guarantee.Random(4, group.Rank);
            trainer.Step(images);
            if (group.Rank == last)
            {
                throw new TimeoutException("This rank has had enough.");
            }

            trainer.Step(images);
            return false;
        }
        catch (TimeoutException)
        {
            return group.Rank == last;
        }
        catch (ProcessGroupException error)
        {
            Console.WriteLine($"rank {group.Rank}: {error.Message}");
            return error.Rank == last && error.Message.EndsWith($"rank {last} has disposed its trainer.", StringComparison.Ordinal);
        }
    }

    /// <summary>MPI must not take the signal that .NET turns into a NullReferenceException.</summary>
    internal static bool NullReference()
    {
        try
        {
            return Length(null!) < 0;
        }
        catch (NullReferenceException)
        {
            return true;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Length(string text) => text.Length;
}
