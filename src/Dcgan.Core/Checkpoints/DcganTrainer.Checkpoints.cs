using Microsoft.Extensions.Logging;
using TorchSharp;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <content>Saving a run and going on with it.</content>
public sealed partial class DcganTrainer
{
    /// <summary>Where the run stands.</summary>
    private RunPosition Position
    {
        get => new(StepCount, Epoch, EpochStep);
        set => (StepCount, Epoch, EpochStep) = (value.Step, value.Epoch, value.EpochStep);
    }

    /// <summary>Opens a checkpoint: builds the networks and the trainer from the options in it, and goes on where it was saved.</summary>
    /// <param name="path">A file that <see cref="Save"/> wrote.</param>
    /// <param name="logger">For the networks and the trainer.</param>
    /// <returns>The trainer, on the CPU.</returns>
    /// <remarks>A run whose optimisers were the host's own is built by the host, and then given to <see cref="Load(string)"/>.</remarks>
    /// <exception cref="CheckpointException">The file is not there, damaged, or no checkpoint of a whole run.</exception>
    /// <exception cref="NativeBackendException">libtorch cannot be loaded.</exception>
    public static DcganTrainer Open(string path, ILogger? logger = null)
    {
        using SafetensorsFile file = SafetensorsFile.Open(path);
        CheckpointMetadata.CheckVersion(file);
        StoredOptions options = StoredOptions.Read(file);
        if (options is not { Discriminator: DiscriminatorOptions discriminator, Trainer: DcganTrainerOptions training })
        {
            throw new CheckpointException(file.Path, null, "it holds a generator alone, which Generator.Open opens.");
        }

        ExpectedWeights.Check(file, options);
        DcganTrainer trainer = Create(options.Generator, discriminator, training, logger);
        try
        {
            trainer.to(ExpectedWeights.TypeOf(file));
            trainer.Load(file);
            return trainer;
        }
        catch
        {
            trainer.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Saves the whole run in one file: both networks, both optimisers, the random generators, the step, the epoch and the
    /// place in it, and the options. See docs/checkpoint-format.md; Python's safetensors package reads it.
    /// </summary>
    /// <param name="path">
    /// The file, new or to be replaced; its folder must exist. It is replaced as a whole or not at all, whatever fails.
    /// </param>
    /// <exception cref="CheckpointException">The file cannot be written; what was there is unchanged.</exception>
    /// <exception cref="NotSupportedException">An optimiser of the host's own keeps its state where it cannot be found.</exception>
    /// <exception cref="InvalidOperationException">An optimiser of the host's own has lost its parameters, which have moved.</exception>
    /// <exception cref="ObjectDisposedException">The trainer has been disposed.</exception>
    public void Save(string path)
    {
        using IDisposable noGradients = no_grad();
        using DisposeScope scope = NewDisposeScope();
        Dictionary<string, string> metadata = CheckpointMetadata.Of(StoredOptions.Of(this));
        metadata[CheckpointFormat.OptimizersKey] = StoredOptimizers.Of(Optimizers).ToJson();
        Position.WriteTo(metadata);
        SafetensorsWriter.Write(
            path,
            StoredTensor.Present(StoredTensors()),
            metadata,
            CheckpointFormat.Digests);
        Log.Saved(logger, StepCount, path);
    }

    /// <summary>
    /// Goes on with a saved run: on the CPU, with the same number of threads, the steps that follow give the same bits as if
    /// it had never stopped. All or nothing: where the file does not fit, nothing has changed.
    /// </summary>
    /// <param name="path">
    /// A file that <see cref="Save"/> wrote. The options in it must be this trainer's, but for precision, initialisation, the
    /// policy of divergence and the interval of diversity;
    /// the device may be another.
    /// </param>
    /// <exception cref="CheckpointException">
    /// The file is not there, damaged, or of another shape of networks, other options or other optimisers; each difference is
    /// listed with what was expected and what was found.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The trainer has been disposed.</exception>
    public void Load(string path)
    {
        Expect.NotDisposed(generator.FirstWeight, this);
        using SafetensorsFile file = SafetensorsFile.Open(path);
        CheckpointMetadata.CheckVersion(file);
        Load(file);
    }

    private void Load(SafetensorsFile file)
    {
        using IDisposable noGradients = no_grad();
        using DisposeScope scope = NewDisposeScope();
        StoredTensor[] places = [.. StoredTensors()];
        StoredOptimizers optimizers = StoredOptimizers.Read(file);
        CheckpointMatch.ThrowIfAny(
            file.Path,
            "this trainer",
            StoredOptions.Read(file).DifferencesFrom(StoredOptions.Of(this))
                .Concat(optimizers.DifferencesFrom(StoredOptimizers.Of(Optimizers)))
                .Concat(CheckpointMatch.Faults(places.Select(place => place.Expected), file))
                .Concat(StoredCalibration.Faults(generator, CheckpointFormat.Generator, file))
                .Concat(averagedGenerator is null ? [] : StoredCalibration.Faults(averagedGenerator, CheckpointFormat.AveragedGenerator, file))
                .Concat(CheckpointMatch.Strangers(places.Select(place => place.Expected), file)));
        RunPosition position = RunPosition.Read(file);
        IReadOnlyDictionary<string, Tensor> tensors = file.ReadAllVerified(CheckpointFormat.Digests);
        foreach (string random in places.Select(place => place.Name).Where(StoredRandom.Holds))
        {
            StoredRandom.Check(tensors[random], file.Path, random);
        }

        augmentation?.CheckStored(tensors, file.Path);

        // From here on nothing can fail.
        foreach (StoredTensor place in places)
        {
            place.Put(tensors.GetValueOrDefault(place.Name));
        }

        optimizers.Restore(Optimizers);
        recovery.Forget();
        Position = position;
        Log.Loaded(logger, StepCount, file.Path);
    }

    /// <summary>Everything that a run consists of but its position, where it lies now; what is made for it in the current scope.</summary>
    private IEnumerable<StoredTensor> StoredTensors()
    {
        Expect.NotDisposed(generator.FirstWeight, this);
        return state_dict().Where(entry => !StoredCalibration.Holds(entry.Key)).Select(entry => StoredTensor.InPlace(entry.Key, entry.Value))
            .Concat(StoredCalibration.Of(generator, CheckpointFormat.Generator))
            .Concat(averagedGenerator is null ? [] : StoredCalibration.Of(averagedGenerator, CheckpointFormat.AveragedGenerator))
            .Concat(StoredOptimizer.Of(Optimizers.Generator, generator, CheckpointFormat.Generator))
            .Concat(StoredOptimizer.Of(Optimizers.Discriminator, discriminator, CheckpointFormat.Discriminator))
            .Concat(augmentation?.StoredTensors() ?? [])
            .Concat(loss.HasPenalty ? [StoredRandom.Of(penaltyRandom, CheckpointFormat.Penalties)] : [])
            .Append(StoredRandom.Of(trainingLatents, CheckpointFormat.TrainingLatents))
            .Append(StoredRandom.Of(sampleLatents, CheckpointFormat.SampleLatents));
    }

    /// <summary>What a run goes back to when it diverges. The random streams go on: the same draws would only lead there again.</summary>
    private IEnumerable<StoredTensor> RestorableTensors() => StoredTensors().Where(place => !StoredRandom.Holds(place.Name));
}
