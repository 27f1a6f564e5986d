using Dcgan.Core.Tests;
using FaceService.Model;
using FluentAssertions;
using Xunit;

namespace FaceService.Tests.Model;

public sealed class FaceModelTests : IDisposable
{
    private readonly FaceModel model = FaceModel.Load(new ServiceSettings().Model);

    public void Dispose() => model.Dispose();

    /// <summary>
    /// The model repeats an operation as often as its latent says: a million million times takes days. The test cancels when the
    /// run has pinned its input, so the run has begun, or is about to.
    /// </summary>
    [Fact]
    public async Task Cancellation_stops_a_run_in_progress_and_the_next_run_is_correct()
    {
        using var file = new TemporaryFile(new TinyOnnx().ToArray());
        using var endless = FaceModel.Load(file.FullName);
        byte[] before = endless.Generate(new float[] { 0.5f, -0.5f }, default, CancellationToken.None);
        using var source = new CancellationTokenSource();
        using var latents = new PinnedLatents([1e12f, 0]);

        Task<byte[]> generate = Task.Run(() => endless.Generate(latents.Memory, default, source.Token));
        await latents.Pinned.WaitAsync(Wait.Limit);
        await source.CancelAsync();

        // Without a limit, the test of a run that cannot be stopped would never end.
        await generate.Invoking(task => task.WaitAsync(TimeSpan.FromMinutes(5))).Should().ThrowAsync<OperationCanceledException>();
        endless.Generate(new float[] { 0.5f, -0.5f }, default, CancellationToken.None).Should().Equal(before);
    }

    [Fact]
    public void A_model_is_thread_safe()
    {
        float[] latent = new float[model.Info.LatentSize];
        byte[] expected = model.Generate(latent, default, CancellationToken.None);

        Together.Run(threads: 8, rounds: 4, (_, _) => model.Generate(latent, default, CancellationToken.None).Should().Equal(expected));
    }
}
