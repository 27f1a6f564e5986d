using TorchSharp;
using static TorchSharp.torch;

namespace Dcgan.Core.Tests;

/// <summary>A data set in the form of TorchVision's MNIST: "data" [1, 28, 28] in [0, 1] and "label", int64, 0 to 9.</summary>
/// <param name="count">Number of images.</param>
internal sealed class Digits(long count) : utils.data.Dataset
{
    public override long Count => count;

    public override Dictionary<string, Tensor> GetTensor(long index) => new()
    {
        ["data"] = full([1, 28, 28], (index % 10) / 9f),
        ["label"] = tensor(index % 10, int64),
    };
}
