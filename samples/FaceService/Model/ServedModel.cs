namespace FaceService.Model;

/// <summary>
/// The model that the service serves now. Another one may replace it at any time: a request that has begun ends with the model that it
/// began with, and the replaced model is disposed after its last request. Thread-safe.
/// </summary>
internal sealed class ServedModel(IFaceModel first) : IDisposable
{
    private readonly Lock gate = new();
    private Holder current = new(first);
    private bool isDisposed;

    /// <summary>Takes the model of now for one request. Dispose the result when the request needs the model no more.</summary>
    public Lease Take()
    {
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(isDisposed, this);
            Holder taken = current;
            taken.Users++;
            return new Lease(taken.Model, () => Release(taken));
        }
    }

    /// <summary>Serves another model from now on.</summary>
    /// <param name="model">The model, which this object disposes.</param>
    public void Replace(IFaceModel model)
    {
        Holder replaced;
        lock (gate)
        {
            replaced = isDisposed ? new Holder(model) : current; // A model that comes too late has no user.
            current = isDisposed ? current : new Holder(model);
        }

        Release(replaced);
    }

    public void Dispose()
    {
        lock (gate)
        {
            if (isDisposed)
            {
                return;
            }

            isDisposed = true;
        }

        Release(current);
    }

    private void Release(Holder holder)
    {
        lock (gate)
        {
            if (--holder.Users > 0)
            {
                return;
            }
        }

        (holder.Model as IDisposable)?.Dispose();
    }

    /// <summary>A request's use of a model.</summary>
    internal sealed class Lease(IFaceModel model, Action release) : IDisposable
    {
        private Action? release = release;

        public IFaceModel Model => model;

        public ModelInfo Info => model.Info;

        /// <summary>Ends the use. Further calls do nothing.</summary>
        public void Dispose() => Interlocked.Exchange(ref release, null)?.Invoke();
    }

    /// <summary>A model and the number of its users: the service, as long as it serves the model, and the requests.</summary>
    private sealed class Holder(IFaceModel model)
    {
        public IFaceModel Model => model;

        public int Users { get; set; } = 1;
    }
}
