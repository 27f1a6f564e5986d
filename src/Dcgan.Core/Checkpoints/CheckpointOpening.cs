using Dcgan.Core.Safetensors;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Dcgan.Core;

/// <summary>Builds networks and trainers from the options in a checkpoint.</summary>
internal static class CheckpointOpening
{
    /// <summary>Reads the options of a checkpoint whose version this library supports.</summary>
    /// <exception cref="CheckpointException">The file is not such a checkpoint, or an option is not valid.</exception>
    internal static StoredOptions ReadOptions(SafetensorsFile file)
    {
        CheckpointMetadata.CheckVersion(file);
        return StoredOptions.Read(file);
    }

    /// <summary>Builds a module, converts it to the element type in the file, and loads its state.</summary>
    /// <param name="file">The checkpoint.</param>
    /// <param name="needed">
    /// The options of the networks that the module needs. The file must have all parameters of these networks.
    /// </param>
    /// <param name="build">Builds the module from the options; called after the parameters in the file have been checked.</param>
    /// <param name="load">Loads the state from the file and verifies its digests.</param>
    /// <returns>The module, which the caller disposes.</returns>
    /// <exception cref="CheckpointException">The file lacks a parameter, or <paramref name="load"/> rejects it.</exception>
    internal static TModule Build<TModule>(SafetensorsFile file, StoredOptions needed, Func<TModule> build, Action<TModule, SafetensorsFile> load)
        where TModule : Module
    {
        ExpectedWeights.Check(file, needed);
        return Build(ExpectedWeights.TypeOf(file), build, module => load(module, file));
    }

    /// <summary>Builds a module, converts it to an element type, and loads its state.</summary>
    /// <returns>The module, which the caller disposes.</returns>
    internal static TModule Build<TModule>(ScalarType type, Func<TModule> build, Action<TModule> load)
        where TModule : Module
    {
        NativeBackend.EnsureLoaded();

        // Tensors made in a host's inference mode could not be trained.
        using IDisposable ordinary = inference_mode(false);
        TModule module = build();
        try
        {
            module.to(type);
            load(module);
            return module;
        }
        catch
        {
            module.Dispose();
            throw;
        }
    }

    /// <summary>Gets the rule that a file violates, without the name of a parameter, which means nothing to the reader.</summary>
    internal static string Rule(Exception error) => QuotedText.Plain(
        error.Message.Replace($" (Parameter '{(error as ArgumentException)?.ParamName}')", string.Empty, StringComparison.Ordinal));

    /// <summary>Verifies the file's digests and restores the state of one network, on which the file must agree.</summary>
    /// <exception cref="CheckpointException">The file is damaged, or a tensor is missing or has another type or shape.</exception>
    internal static void Load(SafetensorsFile file, string what, StateEntry[] entries, params IEnumerable<string> otherFaults)
    {
        file.Verify(CheckpointFormat.Digests);
        using IDisposable ordinary = inference_mode(false);
        using IDisposable noGradients = no_grad();
        CheckpointMatch.ThrowIfAny(file.Path, what, CheckpointMatch.Faults(entries.Select(ExpectedTensor.Of), file).Concat(otherFaults));
        foreach (StateEntry entry in entries.Where(entry => file.Contains(entry.Name)))
        {
            using Tensor value = file.Read(entry.Name);
            entry.Restore(value);
        }
    }
}
