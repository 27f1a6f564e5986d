using Microsoft.Win32.SafeHandles;
using TorchSharp;

namespace Dcgan.Benchmarks;

/// <summary>
/// A training run of the reference's networks, and its checkpoint. The run has made one step, which creates the optimizers'
/// state.
/// </summary>
internal sealed class CheckpointWork : IDisposable
{
    /// <summary>Number of bytes per write call. Larger writes are not faster.</summary>
    private const int PieceLength = 8 << 20;

    private readonly DcganTrainer trainer;
    private readonly string saved;
    private readonly string copied;
    private readonly byte[] bytes;

    internal CheckpointWork(ScratchFolder folder)
    {
        Trial networks = Trials.Train(Contender.Library, ComputePrecision.Float32, batch: 2, keepsMemory: false);
        trainer = DcganNetworks.Trainer(networks);
        using torch.Tensor images = ExampleImages.Draw(networks);
        trainer.Step(images);

        (saved, copied) = (folder["saved.safetensors"], folder["copied.safetensors"]);
        trainer.Save(saved);
        bytes = File.ReadAllBytes(saved);
    }

    /// <summary>Size of the checkpoint file in MiB. It is the same for every save.</summary>
    internal double Megabytes => bytes.Length / (1024.0 * 1024);

    /// <summary>Deletes the previous file, so that every save creates a new file, as the copy does.</summary>
    internal void BeforeSave() => File.Delete(saved);

    internal void Save() => trainer.Save(saved);

    internal void BeforeCopy() => File.Delete(copied);

    /// <summary>Writes the same bytes from memory to a file, to measure the disk's limit.</summary>
    internal void Copy()
    {
        using SafeFileHandle file = File.OpenHandle(copied, FileMode.CreateNew, FileAccess.Write);
        for (int offset = 0; offset < bytes.Length; offset += PieceLength)
        {
            RandomAccess.Write(file, bytes.AsSpan(offset, Math.Min(PieceLength, bytes.Length - offset)), offset);
        }

        RandomAccess.FlushToDisk(file);
    }

    internal void Load() => trainer.Load(saved);

    internal void OpenGenerator() => Generator.Open(saved).Dispose();

    public void Dispose() => trainer.Dispose();
}
