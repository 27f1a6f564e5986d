using Dcgan.Images.Files;

namespace FaceService.Model;

/// <summary>Loads the model file, and loads it again when it has changed.</summary>
/// <param name="path">The model file. A link is followed.</param>
/// <param name="load">Loads a model from a path.</param>
internal sealed class ModelSource(string path, Func<string, IFaceModel> load)
{
    private FileState? loaded;
    private FileState? seen;
    private FileState? unreadable;

    /// <summary>Loads the model for the first time.</summary>
    /// <exception cref="StartException">The file cannot be read, or the service cannot serve the model.</exception>
    public IFaceModel Load()
    {
        loaded = FileState.Of(path); // Before the content is read: a change during the load is then found.
        return load(path);
    }

    /// <summary>
    /// Loads the model if the file has changed, but not since the last call: a file that is still being copied changes from call to call.
    /// </summary>
    /// <returns>The model; null if there is no newer one.</returns>
    /// <exception cref="StartException">
    /// The new file cannot be served, and is not loaded again until it changes; or it cannot be read now.
    /// </exception>
    public IFaceModel? LoadNewer()
    {
        FileState? now = FileState.Of(path);
        bool isNewer = now is not null && now != loaded && now == seen;
        seen = now;
        if (!isNewer)
        {
            return null;
        }

        try
        {
            IFaceModel model = load(path);
            loaded = now;
            return model;
        }
        catch (StartException exception) when (exception.InnerException is IOException or UnauthorizedAccessException)
        {
            // Another program may have the file open. It is tried again, but reported once.
            bool isReported = unreadable == now;
            unreadable = now;
            if (!isReported)
            {
                throw;
            }

            return null;
        }
        catch
        {
            loaded = now;
            throw;
        }
    }

    /// <summary>What tells two contents of a file apart without reading them.</summary>
    private sealed record FileState(DateTime Written, long Length)
    {
        /// <summary>The state of a file; null if it cannot be opened.</summary>
        public static FileState? Of(string path)
        {
            try
            {
                FileInfo target = FileTarget.Of(path);
                if (target is { Exists: true, Length: 0 })
                {
                    return new FileState(target.LastWriteTimeUtc, 0);
                }

                using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
                return new FileState(File.GetLastWriteTimeUtc(file.SafeFileHandle), file.Length);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
            {
                return null;
            }
        }
    }
}
