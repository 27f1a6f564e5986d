using TorchSharp;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>Class labels of images: int64 [N], each in [0, number of classes - 1].</summary>
internal static class ClassLabels
{
    /// <summary>Checks labels before a native call, because an index out of range ends the process on some devices.</summary>
    /// <param name="labels">Labels [N], or null.</param>
    /// <param name="count">Number of images or latents.</param>
    /// <param name="classes">The network's number of classes; 0 for an unconditional network.</param>
    /// <exception cref="ArgumentException">
    /// The labels do not fit, are missing, or are given for an unconditional network.
    /// </exception>
    internal static void Check(Tensor? labels, long count, int classes)
    {
        if (labels is null)
        {
            if (classes > 0)
            {
                throw new ArgumentException(
                    $"labels: a network with {classes} classes needs the class of each row; pass labels [{count}], int64.", nameof(labels));
            }

            return;
        }

        if (classes == 0)
        {
            throw new ArgumentException("labels: this network has no classes (Classes is 0) and takes no labels.", nameof(labels));
        }

        Expect.Shape(labels, nameof(labels), count);
        Expect.Type(labels, nameof(labels), int64);
        CheckRange(labels, classes);
    }

    /// <summary>
    /// Creates labels [count] that cycle through the classes (0, 1, ..., 0, 1, ...). Returns null if there are no classes.
    /// </summary>
    internal static Tensor? InTurn(long count, int classes, Device device) =>
        classes == 0 ? null : ScalarOperators.Arange(count, device).Remainder_(classes);

    private static void CheckRange(Tensor labels, int classes)
    {
        using IDisposable noGradients = no_grad();
        using DisposeScope scope = NewDisposeScope();
        (long lowest, long highest) = (labels.min().item<long>(), labels.max().item<long>());
        if (lowest < 0 || highest >= classes)
        {
            throw new ArgumentOutOfRangeException(
                nameof(labels), $"labels: must be in [0, {classes - 1}] but one was {(lowest < 0 ? lowest : highest)}.");
        }
    }
}
