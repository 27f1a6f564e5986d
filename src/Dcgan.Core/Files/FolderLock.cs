namespace Dcgan.Core;

/// <summary>Locks a folder against other programs that lock it too.</summary>
internal static class FolderLock
{
    // The file stays in the folder: deleting it would race with a program that has just opened it. The system releases the lock when the
    // process ends, even if it is killed.
    private const string Name = ".lock";

    /// <summary>Locks a folder.</summary>
    /// <param name="folder">The folder, which exists.</param>
    /// <returns>The lock. Disposing it releases it.</returns>
    /// <exception cref="CheckpointException">The folder is locked, or it cannot be written to.</exception>
    internal static IDisposable Take(string folder)
    {
        try
        {
            return new FileStream(Path.Combine(folder, Name), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
        }
        catch (IOException error) when (FileInUse.IsCause(error))
        {
            throw new CheckpointException(folder, null, "another program is using this run. Wait until it ends, or use another folder.", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CheckpointException(folder, null, $"cannot write to this folder: {error.Message}", error);
        }
    }
}
