using Dcgan.Images.Files;
using FluentAssertions;
using Xunit;

namespace Dcgan.Images.Tests.Files;

public class ImageListingTests
{
    [Theory]
    [InlineData("a.jpg")]
    [InlineData("a.JPEG")]
    [InlineData("deep/er/a.Png")]
    [InlineData("a.webp")]
    [InlineData("a.bmp")]
    [InlineData("./a.png")]
    [InlineData("a.b/c.png")]
    public void Images_are_used(string file) => ImageListing.Of([file]).Names.Should().Equal(file);

    [Theory]
    [InlineData("a.txt")]
    [InlineData("png")]
    [InlineData("._a.png")]
    [InlineData(".hidden/a.png")]
    [InlineData("deep/.hidden/er/a.png")]
    [InlineData("__MACOSX/a.png")]
    [InlineData("deep/__MACOSX/a.png")]
    [InlineData(".hidden/a.gif")]
    [InlineData(".hidden/a.zip")]
    public void Other_files_and_hidden_files_are_ignored(string file)
    {
        var listing = ImageListing.Of([file]);

        listing.Names.Should().BeEmpty();
        listing.Notes.Should().BeEmpty();
    }

    [Fact]
    public void Names_are_in_ordinal_order_with_their_positions()
    {
        var listing = ImageListing.Of(["b.png", "notes.txt", "a.png", "B.png"]);

        listing.Names.Should().Equal("B.png", "a.png", "b.png");
        listing.Files.Should().Equal(3, 2, 0);
    }

    [Fact]
    public void What_is_not_used_is_counted_and_named()
    {
        var listing = ImageListing.Of(["a.gif", "b.TIFF", "c.heic", "d.avif", "e.jxl", "f.zip", "g.png", "h.png"], index => index == 6);

        listing.Names.Should().Equal("h.png");
        listing.Notes.Should().Equal(
            "1 encrypted image is not used: g.png. Extract the archive with its password, and use the folder.",
            "5 images in another format are not used: a.gif, b.TIFF, c.heic and 2 more. Convert to one of .jpg, .jpeg, .png, .webp, .bmp.",
            "1 archive inside the data is not used: f.zip. Extract archives first, and use the folder.");
    }

    [Theory]
    [InlineData("run.json", "samples-epoch-0001.png")]
    [InlineData("checkpoints/step-000000200.safetensors", "losses.png")]
    [InlineData("checkpoints/step-000000200.safetensors", "below/faces.png")]
    public void Pictures_of_a_training_run_are_not_used(string mark, string picture)
    {
        var listing = ImageListing.Of(["a.png", $"old/faces/{mark}", $"old/faces/{picture}", "old/b.png"]);

        listing.Names.Should().Equal("a.png", "old/b.png");
        listing.Notes.Should().Equal(
            $"1 image in the output folder of a training run (old/faces) is not used: old/faces/{picture}. Copy such images to another folder to train on them.");
    }

    [Theory]
    [InlineData("run.json", "a.png")]
    [InlineData("step-000000200.safetensors", "a.png")]
    [InlineData("checkpoints/notes.txt", "a.png")]
    [InlineData("notes.txt", "samples-epoch-0001.png")]
    public void A_single_similar_name_does_not_make_a_folder_a_training_run(string file, string picture) =>
        ImageListing.Of([file, picture]).Names.Should().Equal(picture);

    [Fact]
    public void The_data_folder_itself_can_be_the_folder_of_a_training_run() =>
        ImageListing.Of(["run.json", "samples-epoch-0000.png", "deep/a.png"]).Names.Should().BeEmpty();
}
