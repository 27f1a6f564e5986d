using FaceService.Model;
using FluentAssertions;
using Xunit;

namespace FaceService.Tests.Model;

public sealed class FaceModelTests : IDisposable
{
    private readonly FaceModel model = FaceModel.Load(new ServiceSettings().Model);

    public void Dispose() => model.Dispose();

    /// <summary>512 faces take a core some hundred milliseconds at least, and the end comes after a few.</summary>
    [Fact]
    public void A_run_that_has_begun_is_ended_by_cancelling_and_the_next_one_is_whole()
    {
        float[] many = new float[512 * model.Facts.LatentSize];
        float[] one = new float[model.Facts.LatentSize];
        byte[] before = model.Draw(one, CancellationToken.None);
        using var gone = new CancellationTokenSource(TimeSpan.FromMilliseconds(5));

        Action draw = () => model.Draw(many, gone.Token);

        draw.Should().Throw<OperationCanceledException>();
        model.Draw(one, CancellationToken.None).Should().Equal(before);
    }

    [Fact]
    public async Task Many_threads_may_use_one_model()
    {
        float[] latent = new float[model.Facts.LatentSize];
        byte[] expected = model.Draw(latent, CancellationToken.None);

        byte[][] faces = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => Task.Run(() => model.Draw(latent, CancellationToken.None))));

        faces.Should().AllSatisfy(face => face.Should().Equal(expected));
    }
}
