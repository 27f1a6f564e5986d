namespace FaceService.Tests.Model;

/// <summary>ONNX files of generators with three classes, whose images are black, gray and white.</summary>
internal static class ConditionalOnnx
{
    /// <summary>Images of the class alone: the pixels are 0, 127 and 255. The latents have no effect.</summary>
    public static TinyOnnx Named { get; } = new()
    {
        ClassLevels = [-1, 0, 1],
        Weight = 0,
        Options = Options("""["cat", "dog", "great tit"]"""),
    };

    public static TinyOnnx Unnamed { get; } = Named with { Options = Options(null) };

    /// <summary>Images of the class and the seed: each latent value changes the pixels by at most 26.</summary>
    public static TinyOnnx Seeded { get; } = Named with { ClassLevels = [-0.5f, 0, 0.5f], Weight = 0.2f };

    /// <summary>The options of a generator with three classes, and names for them in JSON.</summary>
    public static string Options(string? names) =>
        $$"""{"latent_size": 2, "latent_distribution": "Uniform", "classes": 3{{(names is null ? "" : $", \"class_names\": {names}")}}}""";
}
