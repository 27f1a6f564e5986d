namespace Dcgan.Core;

/// <content>The state of the run.</content>
public sealed partial class DcganTrainer
{
    /// <summary>The position of the run.</summary>
    internal RunPosition Position => new(StepCount, ImagesSeen, Epoch, EpochStep);

    /// <summary>The run's files that the trainer knows.</summary>
    internal RunFiles Files { get; } = new();

    /// <summary>
    /// The complete state of the run except its position. Tensors created by the call are in the current dispose scope.
    /// </summary>
    internal IEnumerable<StateEntry> StateEntries()
    {
        Expect.NotDisposed(generator.FirstWeight, this);
        return NetworkState.Entries(generator, StateNames.Generator)
            .Concat(NetworkState.Entries(discriminator, StateNames.Discriminator))
            .Concat(averagedGenerator is null ? [] : NetworkState.Entries(averagedGenerator, StateNames.AveragedGenerator))
            .Concat(OptimizerMoments.Entries(Optimizers.Generator, generator, StateNames.Generator))
            .Concat(OptimizerMoments.Entries(Optimizers.Discriminator, discriminator, StateNames.Discriminator))
            .Concat(augmentation?.StateEntries() ?? [])
            .Concat(loss.HasPenalty ? [RandomState.Entry(penaltyRandom, StateNames.Penalties)] : [])
            .Append(RandomState.Entry(trainingLatents, StateNames.TrainingLatents))
            .Append(SampleLatentsEntry());
    }

    /// <summary>Several threads may sample while the run is saved; a state read in the middle of a draw is invalid.</summary>
    private StateEntry SampleLatentsEntry()
    {
        lock (sampleLatents)
        {
            return RandomState.Entry(sampleLatents, StateNames.SampleLatents);
        }
    }

    /// <summary>Sets the position of the run after the entries have been restored from another run.</summary>
    internal void ContinueAt(RunPosition position)
    {
        (StepCount, ImagesSeen, Epoch, EpochStep) = position;
        augmentation?.BeginStep(StepCount);
        ForgetRealSigns();
        lastImages = 0;
        recovery.Forget();
    }

    /// <summary>
    /// The state that a diverged run goes back to. It excludes the random streams: the same draws would diverge again.
    /// </summary>
    private IEnumerable<StateEntry> EntriesToRollBack() => StateEntries().Where(entry => !RandomState.IsName(entry.Name));

    /// <summary>The random generators that a step draws from.</summary>
    private IEnumerable<TorchSharp.torch.Generator> RandomStreams() =>
        augmentation is null ? [trainingLatents, penaltyRandom] : [trainingLatents, penaltyRandom, augmentation.Random];
}
