using System.ComponentModel;
using Dcgan.Core.Safetensors;
using Microsoft.Extensions.Logging;
using TorchSharp;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>Saves the run of a <see cref="DcganTrainer"/> to a file and resumes it.</summary>
[EditorBrowsable(EditorBrowsableState.Never)] // Call the members on the type that they extend.
public static class TrainerCheckpoints
{
    extension(DcganTrainer)
    {
        /// <summary>
        /// Opens a checkpoint: builds the networks and the trainer from the options in the file and resumes the run.
        /// </summary>
        /// <param name="path">A file that <see cref="Save(DcganTrainer, string)"/> wrote.</param>
        /// <param name="logger">The logger of the networks and the trainer.</param>
        /// <returns>The trainer, on the CPU.</returns>
        /// <remarks>
        /// If the run used the host's own optimizers or its own objective, build the trainer with them and call
        /// <see cref="Load(DcganTrainer, string)"/>.
        /// </remarks>
        /// <exception cref="CheckpointException">
        /// The file does not exist, is damaged, is not a checkpoint of a run, or its run used the host's own optimizers or its own
        /// objective.
        /// </exception>
        /// <exception cref="NativeBackendException">libtorch cannot be loaded.</exception>
        public static DcganTrainer Open(string path, ILogger? logger = null) => OpenOn(null, path, logger);

        /// <summary>Opens a checkpoint on every process of a data-parallel run.</summary>
        /// <param name="path">
        /// A file that <see cref="Save(DcganTrainer, string)"/> wrote, on any number of processes. Every process reads it.
        /// </param>
        /// <param name="processes">The processes, which the caller owns.</param>
        /// <param name="logger">The logger of the networks and the trainer.</param>
        /// <returns>The trainer, on the CPU.</returns>
        /// <exception cref="CheckpointException">
        /// The file does not exist, is damaged, is not a checkpoint of a run, or its run used the host's own optimizers or its own
        /// objective.
        /// </exception>
        /// <exception cref="NativeBackendException">libtorch cannot be loaded.</exception>
        /// <exception cref="ProcessGroupException">Another process has failed or reads another file.</exception>
        public static DcganTrainer Open(string path, IProcessGroup processes, ILogger? logger = null)
        {
            ArgumentNullException.ThrowIfNull(processes);
            return OpenOn(processes, path, logger);
        }
    }

    /// <summary>
    /// Saves the complete run in one file: both networks, both optimizers, the random streams, step, epoch and position in the
    /// epoch, and the options. Python's safetensors package can read the file. See docs/checkpoint-format.md for the format.
    /// </summary>
    /// <param name="trainer">The run.</param>
    /// <param name="path">
    /// The file to create or replace; its folder must exist. The file is replaced completely or not at all.
    /// </param>
    /// <exception cref="CheckpointException">The file cannot be written; an existing file has not changed.</exception>
    /// <exception cref="InvalidOperationException">
    /// The host's optimizer has lost its parameters because they have moved, or the networks or their layers have different element
    /// types. Nothing is written.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The trainer has been disposed.</exception>
    /// <exception cref="ProcessGroupException">
    /// Another process of the run has failed, or has another state. Nothing is written, or an existing file has not changed.
    /// </exception>
    /// <remarks>
    /// In a run of several processes, every process makes this call. Their states are compared, and the process of rank 0 writes the
    /// file. The file does not depend on the number of processes.
    /// </remarks>
    public static void Save(this DcganTrainer trainer, string path)
    {
        ArgumentNullException.ThrowIfNull(trainer);
        using AccessLock.Scope access = trainer.Access.Read();
        Expect.NotDisposed(trainer.Generator.FirstWeight, trainer);
        trainer.Ranks.Compare(Call.Save, () => RunFacts.Of(trainer));
        trainer.Ranks.OnFirst(Call.Save, () =>
        {
            Write(trainer, path);
            Log.Saved(trainer.Logger, trainer.StepCount, path); // After the scope of tensors: the logger may keep some.
        });
    }

    private static DcganTrainer OpenOn(IProcessGroup? processes, string path, ILogger? logger)
    {
        Ranks ranks = Ranks.Of(processes);
        using SafetensorsFile file = ranks.Run(Call.Load, () => SafetensorsFile.Open(path));
        StoredOptions options = ranks.Run(Call.Load, () => ReadOptions(file));
        return CheckpointOpening.Build(
            file,
            options,
            () => DcganTrainer.Create(options.Generator, options.Discriminator, options.Trainer, logger, processes),
            Load);
    }

    private static void Write(DcganTrainer trainer, string path)
    {
        using IDisposable noGradients = no_grad();
        using DisposeScope scope = NewDisposeScope();
        StateEntry[] entries = [.. trainer.StateEntries()];
        ExpectedWeights.CheckTypes(entries);
        Dictionary<string, string> metadata = CheckpointMetadata.Create(StoredOptions.Of(trainer));
        metadata[CheckpointFormat.OptimizersKey] = StoredOptimizers.Of(trainer.Optimizers).ToJson();
        CheckpointMetadata.WritePosition(metadata, trainer.Position);
        SafetensorsWriter.Write(path, StateEntry.Present(entries), metadata, CheckpointFormat.Digests);
        trainer.Files.Saved(path);
    }

    /// <summary>
    /// Loads a saved run into this trainer. On the CPU, with the same number of threads, the following steps are bit-identical to
    /// the steps of an uninterrupted run. If the file does not fit, nothing changes.
    /// </summary>
    /// <param name="trainer">The trainer, on any device.</param>
    /// <param name="path">
    /// A file that <see cref="Save(DcganTrainer, string)"/> wrote. Its options must equal the trainer's, except for precision,
    /// initialization, <see cref="DcganTrainerOptions.LearningRateDecayImages"/>, the divergence policy with its interval, and the
    /// diversity interval.
    /// </param>
    /// <exception cref="CheckpointException">
    /// The file does not exist, is damaged, or has other networks, options or optimizers. The message lists the first differences
    /// with the expected and the actual value.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The trainer has been disposed.</exception>
    /// <exception cref="ProcessGroupException">Another process of the run has failed or reads another file.</exception>
    /// <remarks>
    /// In a run of several processes, every process makes this call and reads the file. Their number may differ from that of the
    /// processes that saved it.
    /// </remarks>
    public static void Load(this DcganTrainer trainer, string path)
    {
        ArgumentNullException.ThrowIfNull(trainer);
        using AccessLock.Scope access = trainer.Access.Write(nameof(Load));
        Expect.NotDisposed(trainer.Generator.FirstWeight, trainer);
        using SafetensorsFile file = trainer.Ranks.Run(Call.Load, () => SafetensorsFile.Open(path));
        Load(trainer, file);
    }

    /// <summary>Reads the options of a run that this library can build.</summary>
    private static StoredOptions ReadOptions(SafetensorsFile file)
    {
        StoredOptions options = CheckpointOpening.ReadOptions(file);
        CheckRun(file, options);
        StoredOptimizers optimizers = StoredOptimizers.Read(file);
        if (!optimizers.Generator.IsOfTrainer || !optimizers.Discriminator.IsOfTrainer)
        {
            throw new CheckpointException(
                file.Path,
                null,
                $"the run has its own optimizers, {QuotedText.Of(optimizers.Generator.Type)} and {QuotedText.Of(optimizers.Discriminator.Type)}, which Open cannot build: pass such optimizers to the constructor of DcganTrainer and call Load.");
        }

        ExpectedWeights.Check(file, options);
        if (!options.Trainer!.Loss.Objective.IsKnown)
        {
            throw new CheckpointException(
                file.Path,
                null,
                $"the run has its own objective, {QuotedText.Of(options.Trainer.Loss.Objective.Name)}, which Open cannot build: pass such an objective to the constructor of DcganTrainer and call Load.");
        }

        return options;
    }

    private static void CheckRun(SafetensorsFile file, StoredOptions options)
    {
        if (options is not { Discriminator: not null, Trainer: not null })
        {
            throw new CheckpointException(file.Path, null, "this file holds a generator only; open it with Generator.Open.");
        }
    }

    private static void Load(DcganTrainer trainer, SafetensorsFile file)
    {
        Restore(trainer, file);
        Log.Loaded(trainer.Logger, trainer.StepCount, file.Path); // After the scope of tensors: the logger may keep some.
    }

    private static void Restore(DcganTrainer trainer, SafetensorsFile file)
    {
        // Optimizer moments and calibrated statistics created in a host's inference mode could not be updated later.
        using IDisposable ordinary = inference_mode(false);
        using IDisposable noGradients = no_grad();
        using DisposeScope scope = NewDisposeScope();
        StateEntry[] entries = [.. trainer.StateEntries()];
        StoredRun run = trainer.Ranks.Run(Call.Load, () => Read(trainer, entries, file));
        trainer.Ranks.Compare(Call.Load, () => [$"{run.Position} with digest {run.Digest}"]);

        // The file has passed all checks. After this point only memory or the device can fail.
        foreach (StateEntry entry in entries)
        {
            entry.Restore(run.Tensors.GetValueOrDefault(entry.Name));
        }

        run.Optimizers.Restore(trainer.Optimizers);
        trainer.ContinueAt(run.Position);
        if (trainer.Options.LearningRateDecayImages != run.LearningRateDecayImages)
        {
            // The file's rates are those of a run of another length.
            LearningRateDecay.Apply(trainer.Optimizers, trainer.ImagesSeen, trainer.Options.LearningRateDecayImages);
        }

        trainer.Files.Loaded(file.Path, run.Digest);
    }

    /// <summary>Reads a run and checks it. Changes nothing.</summary>
    private static StoredRun Read(DcganTrainer trainer, StateEntry[] entries, SafetensorsFile file)
    {
        CheckpointMetadata.CheckVersion(file);
        StoredOptions options = StoredOptions.Read(file);
        CheckRun(file, options);
        StoredOptimizers optimizers = StoredOptimizers.Read(file);
        CheckpointMatch.ThrowIfAny(file.Path, "this trainer", Differences(trainer, entries, options, optimizers, file));
        RunPosition position = CheckpointMetadata.ReadPosition(file);
        IReadOnlyDictionary<string, Tensor> tensors = file.ReadAllVerified(CheckpointFormat.Digests);
        foreach (StateEntry entry in entries)
        {
            if (tensors.TryGetValue(entry.Name, out Tensor? value) && entry.Fault?.Invoke(value) is string fault)
            {
                throw new CheckpointException(file.Path, entry.Name, fault);
            }
        }

        return new StoredRun(
            position,
            optimizers,
            options.Trainer!.LearningRateDecayImages,
            tensors,
            file.Metadata.GetValueOrDefault(CheckpointFormat.Digests.Data));
    }

    private static IEnumerable<string> Differences(
        DcganTrainer trainer, StateEntry[] entries, StoredOptions options, StoredOptimizers optimizers, SafetensorsFile file)
    {
        ExpectedTensor[] expected = [.. entries.Select(ExpectedTensor.Of)];
        string?[] calibration =
        [
            CalibrationState.Fault(trainer.Generator, StateNames.Generator, file.Contains),
            trainer.AveragedGenerator is null
                ? null
                : CalibrationState.Fault(trainer.AveragedGenerator, StateNames.AveragedGenerator, file.Contains),
        ];
        return options.DifferencesFrom(StoredOptions.Of(trainer))
            .Concat(optimizers.DifferencesFrom(StoredOptimizers.Of(trainer.Optimizers)))
            .Concat(CheckpointMatch.Faults(expected, file))
            .Concat(calibration.OfType<string>())
            .Concat(CheckpointMatch.Unexpected(expected, file));
    }

    /// <summary>A run that was read from a file.</summary>
    private sealed record StoredRun(
        RunPosition Position, StoredOptimizers Optimizers, long LearningRateDecayImages, IReadOnlyDictionary<string, Tensor> Tensors, string? Digest);
}
