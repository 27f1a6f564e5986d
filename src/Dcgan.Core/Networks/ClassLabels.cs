using TorchSharp;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>Which class each image is of: [N], whole numbers from 0.</summary>
internal static class ClassLabels
{
    /// <summary>Before anything native sees them: an index out of range ends the process on some devices.</summary>
    /// <param name="labels">Null where there are none.</param>
    /// <param name="count">Of images or latents.</param>
    /// <param name="classes">The network's; 0 where it has none.</param>
    /// <exception cref="ArgumentException">They do not fit, are missing, or are too many.</exception>
    internal static void Check(Tensor? labels, long count, int classes)
    {
        if (labels is null)
        {
            if (classes > 0)
            {
                throw new ArgumentException($"labels: a network of {classes} classes needs the class of each row, so use what takes labels too.", nameof(labels));
            }

            return;
        }

        if (classes == 0)
        {
            throw new ArgumentException("labels: this network was built without classes (Classes is 0) and takes none.", nameof(labels));
        }

        Expect.Shape(labels, nameof(labels), count);
        Expect.Type(labels, nameof(labels), int64);
        CheckRange(labels, classes);
    }

    /// <summary>One class after the other, so that each has as many as the others: [count], null where there are no classes.</summary>
    internal static Tensor? InTurn(long count, int classes, Device device) =>
        classes == 0 ? null : arange(count, int64, device).remainder_(classes);

    private static void CheckRange(Tensor labels, int classes)
    {
        using IDisposable noGradients = no_grad();
        using DisposeScope scope = NewDisposeScope();
        (long lowest, long highest) = (labels.min().item<long>(), labels.max().item<long>());
        if (lowest < 0 || highest >= classes)
        {
            throw new ArgumentOutOfRangeException(
                nameof(labels), $"labels: must be 0 to {classes - 1} but one was {(lowest < 0 ? lowest : highest)}.");
        }
    }
}
