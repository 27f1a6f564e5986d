using FaceService.Model;
using FluentAssertions;
using Xunit;

namespace FaceService.Tests.Model;

public sealed class FaceModelTests : IDisposable
{
    private readonly FaceModel model = FaceModel.Load(new ServiceSettings().Model);

    public void Dispose() => model.Dispose();

    /// <summary>A run of 512 faces takes at least a few hundred milliseconds on one core; it is canceled after 5 ms.</summary>
    [Fact]
    public void Cancellation_stops_a_run_in_progress_and_the_next_run_is_correct()
    {
        float[] many = new float[512 * model.Info.LatentSize];
        float[] one = new float[model.Info.LatentSize];
        byte[] before = model.Generate(one, CancellationToken.None);
        using var source = new CancellationTokenSource(TimeSpan.FromMilliseconds(5));

        Action generate = () => model.Generate(many, source.Token);

        generate.Should().Throw<OperationCanceledException>();
        model.Generate(one, CancellationToken.None).Should().Equal(before);
    }

    [Fact]
    public async Task A_model_is_thread_safe()
    {
        float[] latent = new float[model.Info.LatentSize];
        byte[] expected = model.Generate(latent, CancellationToken.None);

        byte[][] faces = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => Task.Run(() => model.Generate(latent, CancellationToken.None))));

        faces.Should().AllSatisfy(face => face.Should().Equal(expected));
    }
}
