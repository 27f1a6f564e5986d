using Microsoft.Win32.SafeHandles;
using TorchSharp;

namespace Dcgan.Benchmarks;

/// <summary>A run of the reference's networks after one step, which creates the optimizers' state, and its checkpoint.</summary>
internal sealed class CheckpointWork : IDisposable
{
    /// <summary>Bytes per write call; larger calls are not faster.</summary>
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

    /// <summary>Size of the file in MiB, the same for every save.</summary>
    internal double Megabytes => bytes.Length / (1024.0 * 1024);

    /// <summary>Deletes the last file, so that every save creates a new one, like the copy.</summary>
    internal void BeforeSave() => File.Delete(saved);

    internal void Save() => trainer.Save(saved);

    internal void BeforeCopy() => File.Delete(copied);

    /// <summary>Writes the same bytes from memory, which shows the limit of the disk.</summary>
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
