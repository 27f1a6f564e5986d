using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Dcgan.Core;

/// <summary>
/// Batch normalization (Ioffe and Szegedy, 2015) of each channel of maps [N, C, H, W], then the modulation by classes, if there is one, and
/// leaky ReLU. Training uses the mean and the biased variance of the batch. Evaluation uses the running statistics, which training updates
/// with the batch mean and, as in PyTorch, the unbiased batch variance. Calibrated statistics exist only after they have been set.
/// </summary>
internal sealed class BatchNormalization : Module<Tensor, Tensor>, IPassState
{
    /// <summary>
    /// Constant added to the variance. It is the reference's value and TensorFlow's default; PyTorch's default is 1e-5.
    /// </summary>
    internal const double Epsilon = 1e-3;

    /// <summary>
    /// Weight of the new batch in the running statistics, as PyTorch defines momentum: 1 minus the reference's momentum of 0.99.
    /// </summary>
    internal const double Momentum = 0.01;

    internal const string CalibratedMeanKey = "calibrated_mean";
    internal const string CalibratedVarianceKey = "calibrated_var";

    private readonly double slope;
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

    /// <param name="channels">Number of channels.</param>
    /// <param name="slope">Negative slope of the leaky ReLU; 0 for ReLU.</param>
    /// <param name="initializer">Draws the scales.</param>
    internal BatchNormalization(int channels, double slope, WeightInitializer initializer)
        : base(nameof(BatchNormalization))
    {
        this.slope = slope;
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

    /// <summary>Number of batches that have updated the running statistics, since it was last set.</summary>
    internal int Updates { get; set; }

    /// <summary>
    /// Calibrated statistics; null until they are set. The layer owns them and disposes them when they are replaced.
    /// </summary>
    internal ChannelStatistics? Calibrated
    {
        get => calibratedMean is null || calibratedVariance is null ? null : new(calibratedMean, calibratedVariance);
        set
        {
            Calibrated?.Dispose();

            // Registered only while they exist: as buffers they are in the state dict and move with the module.
            (calibratedMean, calibratedVariance) = (value?.Mean, value?.Variance);
            ConditionallyRegisterBuffer(CalibratedMeanKey, calibratedMean);
            ConditionallyRegisterBuffer(CalibratedVarianceKey, calibratedVariance);
        }
    }

    /// <summary>Lists the parameters of a batch-normalization layer.</summary>
    internal static IEnumerable<ParameterShape> ParameterShapes(long channels) => [new(nameof(weight), channels), new(nameof(bias), channels)];

    /// <summary>Gets statistics that do not depend on a batch.</summary>
    /// <param name="statistics">Any statistics except <see cref="SamplingStatistics.Batch"/>.</param>
    /// <exception cref="InvalidOperationException">The layer does not have these statistics.</exception>
    internal ChannelStatistics Fixed(SamplingStatistics statistics) => statistics switch
    {
        SamplingStatistics.Running => Running,
        SamplingStatistics.Calibrated => Calibrated ?? throw new InvalidOperationException("There are no calibrated statistics."),
        _ => throw new InvalidOperationException($"{statistics} statistics depend on the batch."),
    };

    /// <summary>Expresses the normalization with fixed statistics as a scale and a shift per channel.</summary>
    /// <param name="statistics">Means and variances.</param>
    /// <returns>Scale [C] and shift [C], computed in at least float32, in the current dispose scope.</returns>
    internal FoldedNormalization Fold(ChannelStatistics statistics)
    {
        Tensor deviation = statistics.Variance.AtLeastFloat32().Add(Epsilon).sqrt();
        Tensor scale = weight.AtLeastFloat32() / deviation;
        return new FoldedNormalization(scale, bias.AtLeastFloat32() - (statistics.Mean.AtLeastFloat32() * scale));
    }

    public override Tensor forward(Tensor input)
    {
        PassArguments? arguments = PassArguments.Take(this);
        (bool byBatch, ChannelStatistics? statistics) = SamplingMode.Current switch
        {
            SamplingStatistics.Batch => (true, null),
            SamplingStatistics known => (false, Fixed(known)),
            null => (training, Running),
        };
        long[] parts = arguments?.Parts ?? [input.size(0)];
        if (byBatch && arguments?.Modulation is null && NormalizationPass.Supports(input, parts, weight, bias, statistics?.Mean, statistics?.Variance))
        {
            return Fused(input, statistics, parts);
        }

        Tensor maps = byBatch ? NormalizeByBatch(input, statistics, parts) : Normalize(input, statistics!);
        return Activate(ClassModulation.Apply(arguments?.Modulation, maps));
    }

    /// <summary>Applies leaky ReLU in place.</summary>
    internal Tensor Activate(Tensor maps) => slope == 0 ? maps.relu_() : maps.LeakyRelu_(slope);

    /// <summary>Normalizes with given statistics, which may differ from the layer's statistics.</summary>
    internal Tensor Normalize(Tensor input, ChannelStatistics statistics) => Normalize(input, statistics, byBatch: false);

    private Tensor Fused(Tensor input, ChannelStatistics? statistics, long[] parts)
    {
        using DisposeScope scope = NewDisposeScope();
        var pass = new NormalizationPass(parts, slope);
        Tensor maps = NormalizationNode.Apply(input, weight, bias, pass);
        statistics?.Update(pass.Statistics!, Momentum);
        Updates += statistics is null ? 0 : parts.Length;

        return maps.MoveToOuterDisposeScope();
    }

    private Tensor NormalizeByBatch(Tensor input, ChannelStatistics? statistics, long[] parts)
    {
        if (parts.Length == 1)
        {
            return Normalize(input, statistics, byBatch: true);
        }

        using DisposeScope scope = NewDisposeScope();
        return cat([.. input.split(parts).Select(part => Normalize(part, statistics, byBatch: true))]).MoveToOuterDisposeScope();
    }

    /// <remarks>
    /// libtorch normalizes bfloat16 maps with float32 parameters, but with no others, so maps are converted for parameters of
    /// another type.
    /// </remarks>
    private Tensor Normalize(Tensor input, ChannelStatistics? statistics, bool byBatch)
    {
        Updates += byBatch && statistics is not null ? 1 : 0;
        bool fits = weight.dtype == ScalarType.Float32 || input.dtype == weight.dtype;
        Tensor maps = fits ? input : input.to(weight.dtype);
        Tensor normalized = functional.batch_norm(maps, statistics?.Mean, statistics?.Variance, weight, bias, byBatch, Momentum, Epsilon);
        return fits ? normalized : normalized.to(input.dtype);
    }
}
