namespace Dcgan.Core;

/// <summary>Keeps other programs that lock it too from using a folder.</summary>
internal static class FolderLock
{
    // The file stays in the folder: deleting it would race with a program that has just opened it. The system releases the lock when the
    // process ends, even if it is killed.
    private const string Name = ".lock";

    /// <summary>Creates the folder if necessary and locks it.</summary>
    /// <param name="folder">The folder.</param>
    /// <returns>The lock, which is released when it is disposed.</returns>
    /// <exception cref="IOException">The folder is locked, or it cannot be written to.</exception>
    internal static IDisposable Take(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            return new FileStream(Path.Combine(folder, Name), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
        }
        catch (IOException error) when (FileInUse.IsCause(error))
        {
            throw new IOException($"{folder}: another program is using this run. Wait until it ends, or use another folder.", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"{folder}: cannot write to this folder: {error.Message}", error);
        }
    }
}
