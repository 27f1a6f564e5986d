using System.Net.Http.Json;
using System.Text.Json;
using FaceService.Model;
using FaceService.Tests.Model;
using FluentAssertions;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.PixelFormats;
using Xunit;

namespace FaceService.Tests.Requests;

/// <summary>Requests to a model with the classes cat (black), dog (gray) and great tit (white).</summary>
public sealed class ClassTests : IDisposable
{
    private readonly RunningService service = Start(ConditionalOnnx.Named);

    public void Dispose() => service.Dispose();

    [Theory]
    [InlineData("faces/1.png", 0)]
    [InlineData("faces/1.png?class=cat", 0)]
    [InlineData("faces/1.png?class=dog&size=3", 127)]
    [InlineData("faces/1.png?class=great%20tit", 255)]
    [InlineData("faces/1.png?class=1", 127)]
    [InlineData("faces/1.png?CLASS=2", 255)]
    [InlineData("grid.png?seed=1&rows=4&cols=5&class=dog", 127)]
    [InlineData("grid.png?seed=1&class=2", 255)]
    [InlineData("walk?from=1&to=2&frames=20", 0)]
    [InlineData("walk?from=1&to=2&frames=20&class=dog", 127)]
    [InlineData("mix.png?a=1&b=2&c=3&d=4&x=0.5&y=0.5", 0)]
    [InlineData("mix.png?a=1&b=2&c=3&d=4&x=0.5&y=0.5&class=great+tit", 255)]
    [InlineData("arithmetic.png?mean=1,2&minus=3&plus=4", 0)]
    [InlineData("arithmetic.png?mean=1,2&minus=3&plus=4&class=1", 127)]
    public async Task The_model_gets_the_class_of_every_face_and_class_0_by_default(string path, byte expected)
    {
        using var picture = Image.Load<L8>(await service.BytesAsync(path));

        for (int frame = 0; frame < picture.Frames.Count; frame++)
        {
            var pixels = new L8[picture.Width * picture.Height];
            picture.Frames[frame].CopyPixelDataTo(pixels);
            pixels.Should().OnlyContain(pixel => pixel.PackedValue == expected);
        }
    }

    [Theory]
    [InlineData("", 3)]
    [InlineData("&rows=5", 5)]
    public async Task A_grid_without_a_class_has_a_row_for_each_class(string rows, int expectedRows)
    {
        const int Side = 4;
        const int Columns = 3;
        const int Classes = 3;
        await using RunningService seeded = Start(ConditionalOnnx.Seeded);
        using var grid = Image.Load<L8>(await seeded.BytesAsync($"grid.png?seed=10&cols={Columns}{rows}"));

        (grid.Width, grid.Height).Should().Be((Columns * Side, expectedRows * Side));
        for (int row = 0; row < expectedRows; row++)
        {
            for (int column = 0; column < Columns; column++)
            {
                int seed = 10 + column + (row / Classes * Columns);
                using var face = Image.Load<L8>(await seeded.BytesAsync($"faces/{seed}.png?class={row % Classes}"));
                int difference = grid[column * Side, row * Side].PackedValue - face[0, 0].PackedValue;
                difference.Should().BeInRange(-1, 1, "row {0} and column {1} show class {2} and seed {3}", row, column, row % Classes, seed);
            }
        }
    }

    [Fact]
    public async Task A_grid_of_a_class_has_consecutive_seeds()
    {
        await using RunningService seeded = Start(ConditionalOnnx.Seeded);
        using var grid = Image.Load<L8>(await seeded.BytesAsync("grid.png?seed=10&rows=2&cols=2&class=dog"));

        for (int index = 0; index < 4; index++)
        {
            using var face = Image.Load<L8>(await seeded.BytesAsync($"faces/{10 + index}.png?class=dog"));
            (grid[index % 2 * 4, index / 2 * 4].PackedValue - face[0, 0].PackedValue).Should().BeInRange(-1, 1);
        }
    }

    /// <summary>The tests of the grids allow a difference of 1, for rounding, so a wrong seed must give a larger one.</summary>
    [Fact]
    public async Task The_seeds_of_the_grids_give_different_faces()
    {
        await using RunningService seeded = Start(ConditionalOnnx.Seeded);
        var faces = new List<int>();
        for (int seed = 10; seed < 16; seed++)
        {
            using var face = Image.Load<L8>(await seeded.BytesAsync($"faces/{seed}.png"));
            faces.Add(face[0, 0].PackedValue);
        }

        faces.Order().Zip(faces.Order().Skip(1), (smaller, larger) => larger - smaller).Should().OnlyContain(step => step > 1);
    }

    [Theory]
    [InlineData("faces/1.png?class=dog", "faces/1.png?class=1", true)]
    [InlineData("faces/1.png", "faces/1.png?class=cat", true)]
    [InlineData("faces/1.png?class=dog", "faces/1.png?class=2", false)]
    [InlineData("grid.png?seed=1&rows=3", "grid.png?seed=1", true)]
    [InlineData("grid.png?seed=1&rows=3", "grid.png?seed=1&rows=3&class=0", false)]
    [InlineData("walk?from=1&to=2", "walk?from=1&to=2&class=1", false)]
    [InlineData("mix.png?a=1&b=2&c=3&d=4&x=0&y=0", "mix.png?a=1&b=2&c=3&d=4&x=0&y=0&class=1", false)]
    [InlineData("arithmetic.png?mean=1", "arithmetic.png?mean=1&class=1", false)]
    public async Task Pictures_of_the_same_class_have_the_same_tag(string path, string other, bool same)
    {
        using HttpResponseMessage first = await service.Client.GetAsync(path);
        using HttpResponseMessage second = await service.Client.GetAsync(other);

        first.IsSuccessStatusCode.Should().BeTrue();
        Equals(first.Headers.ETag, second.Headers.ETag).Should().Be(same);
    }

    [Theory]
    [InlineData("faces/1.png?class=bird", "bird")]
    [InlineData("faces/1.png?class=Cat", "Cat")]
    [InlineData("faces/1.png?class=", "")]
    [InlineData("grid.png?seed=1&class=3", "3")]
    [InlineData("walk?from=1&to=2&class=-1", "-1")]
    [InlineData("mix.png?a=1&b=2&c=3&d=4&x=0&y=0&class=1.0", "1.0")]
    [InlineData("arithmetic.png?mean=1&class=1%00", "1\uFFFD")]
    public async Task An_unknown_class_gives_400_and_the_classes(string path, string quoted)
    {
        (int status, string? detail) = await service.GetProblemAsync(path);

        status.Should().Be(400);
        detail.Should().Be($"class: must be \"cat\", \"dog\", \"great tit\", or an integer in [0, 2], but was \"{quoted}\".");
    }

    [Fact]
    public async Task Two_classes_for_one_picture_give_400() => (await service.GetProblemAsync("faces/1.png?class=cat&class=dog"))
        .Should().Be((400, "class: must be given once but was given 2 times."));

    [Fact]
    public async Task Classes_without_names_have_numbers()
    {
        await using RunningService unnamed = Start(ConditionalOnnx.Unnamed);
        using var face = Image.Load<L8>(await unnamed.BytesAsync("faces/1.png?class=2"));

        face[0, 0].PackedValue.Should().Be(255);
        (await unnamed.GetProblemAsync("faces/1.png?class=cat")).Should().Be((400, "class: must be an integer in [0, 2] but was \"cat\"."));
        (await ClassesAsync(unnamed)).Should().Equal("0", "1", "2");
    }

    [Fact]
    public async Task A_name_counts_more_than_a_number()
    {
        await using RunningService numbered = Start(ConditionalOnnx.Named with { Options = ConditionalOnnx.Options("""["2", "1", "zero"]""") });
        using var face = Image.Load<L8>(await numbered.BytesAsync("faces/1.png?class=2"));
        using var other = Image.Load<L8>(await numbered.BytesAsync("faces/1.png?class=0"));

        (face[0, 0].PackedValue, other[0, 0].PackedValue).Should().Be((0, 0));
        (await ClassesAsync(numbered)).Should().Equal("2", "1", "zero");
    }

    [Fact]
    public async Task An_error_lists_twenty_names_at_most()
    {
        using var model = new GatedModel { Info = GatedModel.TinyInfo with { Classes = 25, ClassNames = [.. Enumerable.Range(0, 25).Select(index => $"c{index}")] } };
        await using var many = new RunningService(model);
        string listed = string.Join(", ", Enumerable.Range(0, 20).Select(index => $"\"c{index}\""));

        (await many.GetProblemAsync("faces/1.png?class=x")).Should().Be(
            (400, $"class: must be {listed}, one of 5 more names (see /health), or an integer in [0, 24], but was \"x\"."));
    }

    [Fact]
    public async Task A_grid_of_more_than_16_classes_has_16_rows()
    {
        await using var many = new RunningService(new NoiseModel { Info = GatedModel.TinyInfo with { Classes = 25 } });

        using Image grid = Image.Load(await many.BytesAsync("grid.png?seed=1&cols=1"));

        grid.Height.Should().Be(16 * GatedModel.TinyInfo.ImageHeight);
    }

    [Fact]
    public async Task The_properties_of_the_model_list_the_classes() => (await ClassesAsync(service)).Should().Equal("cat", "dog", "great tit");

    [Fact]
    public async Task A_model_without_classes_takes_no_class()
    {
        await using var unconditional = new RunningService();

        (await unconditional.GetProblemAsync("faces/1.png?class=0")).Should().Be((400, "class: the model has no classes; leave out this parameter."));
        (await unconditional.GetProblemAsync("grid.png?seed=1&class=0")).Should().Be((400, "class: the model has no classes; leave out this parameter."));
    }

    private static RunningService Start(TinyOnnx onnx)
    {
        using var file = new TemporaryFile(onnx.ToArray());
        return new RunningService(FaceModel.Load(file.FullName));
    }

    private static async Task<IEnumerable<string?>> ClassesAsync(RunningService service)
    {
        JsonElement health = await service.Client.GetFromJsonAsync<JsonElement>("health");
        return health.GetProperty("classes").EnumerateArray().Select(item => item.GetString());
    }
}
