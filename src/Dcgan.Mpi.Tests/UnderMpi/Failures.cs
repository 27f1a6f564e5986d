using System.Runtime.CompilerServices;
using Dcgan.Core;
using Dcgan.Core.Tests.Processes;
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

    /// <summary>A failure in the backward pass, while the gradient of the discriminator is summed in the background.</summary>
    internal static bool Backward(MpiProcessGroup group)
    {
        using DcganTrainer trainer = Guarantee.Trainer(new(), group);
        using torch.Tensor images = Guarantee.Random(4, group.Rank);
        trainer.Step(images);
        int last = group.Size - 1;
        bool fails = group.Rank == last;
        BackwardSpy.Call(trainer.Generator, () => _ = fails ? throw new TimeoutException("The device does not answer.") : true);
        try
        {
            trainer.Step(images);
            return false;
        }
        catch (TimeoutException) when (group.Rank == last)
        {
            Console.WriteLine($"rank {group.Rank}: the backward pass has failed");
        }
        catch (ProcessGroupException error)
        {
            Console.WriteLine($"rank {group.Rank}: {error.Message}");
            if (error.Rank != last || error.Message != $"Rank {last}: The device does not answer.")
            {
                return false;
            }
        }

        fails = false;
        return trainer.StepCount == 1 && trainer.Step(images).Number == 2;
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

    /// <summary>
    /// A call that MPI itself refuses: rank 0 sends more than the others have room for. They must see MPI's own words, and none may hang, not
    /// even when it disposes the group.
    /// </summary>
    internal static bool TooLong(MpiProcessGroup group)
    {
        using torch.Tensor values = torch.zeros(group.Rank == 0 ? 1000 : 10, torch.uint8);
        try
        {
            group.Broadcast(values, root: 0);
            return group.Rank == 0;
        }
        catch (MpiException error)
        {
            Console.WriteLine($"rank {group.Rank}, code {error.ErrorCode}: {error.Message}");
            return error.ErrorCode != 0;
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
