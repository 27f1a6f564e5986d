using Dcgan.Core;

namespace FaceStudio;

/// <summary>
/// Keeps other processes from training the same run: each would rename the other's checkpoints, and only the steps of one would be left.
/// </summary>
/// <param name="folder">The folder of the run.</param>
internal sealed class RunLock(string folder) : IDisposable
{
    // Stays in the folder: deleting it would race with a process that has just opened it. The system releases the lock when the process
    // ends, even if it is killed.
    private FileStream? file;

    /// <summary>Creates the folder if necessary and locks it, until this object is disposed. Does nothing if it is locked already.</summary>
    /// <exception cref="IOException">Another process has locked the folder, or it cannot be written to.</exception>
    public void Take()
    {
        string path = Path.Combine(folder, ".lock");
        if (file is not null && !File.Exists(path))
        {
            file.Dispose(); // The folder has been moved away, to start a new run.
            file = null;
        }

        try
        {
            Directory.CreateDirectory(folder);
            file ??= new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
        }
        catch (IOException error) when (FileInUse.IsCause(error))
        {
            throw new IOException($"{folder}: another process uses this run; stop it, or set Run to another folder.", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"{folder}: cannot write to this folder: {error.Message}", error);
        }
    }

    public void Dispose() => file?.Dispose();
}
