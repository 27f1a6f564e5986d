using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Dcgan.Core;

/// <summary>
/// Batch normalisation (Ioffe and Szegedy, 2015) of maps [N, C, H, W], each channel on its own. Training uses the batch's
/// mean and biased variance; evaluation uses the running statistics, which training moves towards the batch's mean and, as
/// in PyTorch, its unbiased variance. Calibrated statistics are there only once somebody has set them.
/// </summary>
internal sealed class BatchNormalization : Module<Tensor, Tensor>, IPassState
{
    /// <summary>Added to the variance. The reference's, which is TensorFlow's default; PyTorch's own is 1e-5.</summary>
    internal const double Epsilon = 1e-3;

    /// <summary>The new batch's share of the running statistics: 1 less the reference's momentum of 0.99.</summary>
    internal const double Momentum = 0.01;

    internal const string CalibratedMeanKey = "calibrated_mean";
    internal const string CalibratedVarianceKey = "calibrated_var";

    private Parameter weight;
    private Parameter bias;

    [ComponentName(Name = "running_mean")]
    private Tensor runningMean;

    [ComponentName(Name = "running_var")]
    private Tensor runningVariance;

    [ComponentName(Name = CalibratedMeanKey)]
    private Tensor? calibratedMean;

    [ComponentName(Name = CalibratedVarianceKey)]
    private Tensor? calibratedVariance;

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

    public IReadOnlyList<Tensor> PassState => [runningMean, runningVariance];

    internal ChannelStatistics Running => new(runningMean, runningVariance);

    /// <summary>Null until they are set, and then the layer's own: it disposes of them when others are.</summary>
    internal ChannelStatistics? Calibrated
    {
        get => calibratedMean is null || calibratedVariance is null ? null : new(calibratedMean, calibratedVariance);
        set
        {
            Calibrated?.Dispose();

            // As buffers they are in the state dict and move along, but only while they are there.
            (calibratedMean, calibratedVariance) = (value?.Mean, value?.Variance);
            ConditionallyRegisterBuffer(CalibratedMeanKey, calibratedMean);
            ConditionallyRegisterBuffer(CalibratedVarianceKey, calibratedVariance);
        }
    }

    /// <summary>The statistics of a kind that no batch changes.</summary>
    /// <param name="statistics">Not <see cref="SamplingStatistics.Batch"/>.</param>
    internal ChannelStatistics Fixed(SamplingStatistics statistics) => statistics switch
    {
        SamplingStatistics.Running => Running,
        SamplingStatistics.Calibrated => Calibrated ?? throw new InvalidOperationException("There are no calibrated statistics."),
        _ => throw new InvalidOperationException($"Statistics of {statistics} are not fixed."),
    };

    public override Tensor forward(Tensor input) => SamplingMode.Current switch
    {
        SamplingStatistics.Batch => Normalize(input, null, byBatch: true),
        SamplingStatistics statistics => Normalize(input, Fixed(statistics)),
        null => Normalize(input, Running, byBatch: training),
    };

    /// <summary>By statistics that need not be the layer's own.</summary>
    internal Tensor Normalize(Tensor input, ChannelStatistics statistics) => Normalize(input, statistics, byBatch: false);

    private Tensor Normalize(Tensor input, ChannelStatistics? statistics, bool byBatch) =>
        functional.batch_norm(input, statistics?.Mean, statistics?.Variance, weight, bias, byBatch, Momentum, Epsilon);
}
