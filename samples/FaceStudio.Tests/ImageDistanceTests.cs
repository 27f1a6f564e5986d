using Dcgan.Core;
using Dcgan.Images;
using FluentAssertions;
using TorchSharp;
using Xunit;

namespace FaceStudio.Tests;

public sealed class ImageDistanceTests
{
    [Fact]
    public void The_images_themselves_have_no_distance_and_others_have_one()
    {
        using TemporaryFolder folder = RunningStudio.FolderWithImages();
        using ImageFolder images = ImageFolder.Open(folder.File("images"), new() { Format = new(8, 8, 3) });
        using var distance = new ImageDistance(images, CancellationToken.None);
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor same = torch.cat([.. images.EpochBatches(16, seed: 1).Select(batch => batch.Images.clone())]);

        distance.Of(same).Should().Be(0);
        distance.Of(torch.rand_like(same)).Should().BeGreaterThan(1);
        distance.Of(same).Should().Be(0, "earlier images do not count");
    }

    [Fact]
    public async Task The_distance_is_measured_at_each_checkpoint_and_kept_with_the_curves()
    {
        using TemporaryFolder folder = RunningStudio.FolderWithImages();
        TrainingStatus saved;
        using (var studio = new RunningStudio(folder, settings: ("CheckpointSteps", "3")))
        {
            saved = await studio.TrainAsync(6);
            studio.Events.Points[1].Distance.Should().BeNull("no checkpoint is saved after step 2");
            studio.Events.Points[2].Distance.Should().BePositive();
            studio.Events.Points[3].Distance.Should().Be(studio.Events.Points[2].Distance);
            studio.Events.Points[5].Distance.Should().BePositive().And.NotBe(studio.Events.Points[2].Distance);
        }

        using var next = new RunningStudio(folder);
        await next.Events.WaitAsync(status => status.SnapshotStep is not null);
        next.Events.Points[2].Distance.Should().BePositive();
    }
}
