using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Dcgan.Core;

/// <summary>
/// Batch normalisation (Ioffe and Szegedy, 2015) of maps [N, C, H, W], each channel on its own. Training uses the batch's
/// mean and biased variance; evaluation uses the running statistics, which training moves towards the batch's mean and, as
/// in PyTorch, its unbiased variance.
/// </summary>
internal sealed class BatchNormalization : Module<Tensor, Tensor>
{
    /// <summary>Added to the variance. The reference's, which is TensorFlow's default; PyTorch's own is 1e-5.</summary>
    internal const double Epsilon = 1e-3;

    /// <summary>The new batch's share of the running statistics: 1 less the reference's momentum of 0.99.</summary>
    internal const double Momentum = 0.01;

    private Parameter weight;
    private Parameter bias;

    [ComponentName(Name = "running_mean")]
    private Tensor runningMean;

    [ComponentName(Name = "running_var")]
    private Tensor runningVariance;

    internal BatchNormalization(int channels, WeightInitializer initializer)
        : base(nameof(BatchNormalization))
    {
        weight = initializer.Scale(channels);
        bias = WeightInitializer.Zeros(channels);
        runningMean = zeros(channels, float32).DetachFromDisposeScope();
        runningVariance = ones(channels, float32).DetachFromDisposeScope();
        RegisterComponents();
    }

    internal Tensor Weight => weight;

    internal Tensor Bias => bias;

    internal Tensor RunningMean => runningMean;

    internal Tensor RunningVariance => runningVariance;

    public override Tensor forward(Tensor input) => SamplingMode.Current switch
    {
        SamplingStatistics.Batch => Normalize(input, null, null, byBatch: true),
        SamplingStatistics.Running => Normalize(input, runningMean, runningVariance, byBatch: false),
        _ => Normalize(input, runningMean, runningVariance, byBatch: training),
    };

    private Tensor Normalize(Tensor input, Tensor? mean, Tensor? variance, bool byBatch) =>
        functional.batch_norm(input, mean, variance, weight, bias, byBatch, Momentum, Epsilon);
}
