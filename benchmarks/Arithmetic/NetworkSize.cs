namespace Dcgan.Benchmarks;

/// <summary>Size of the two networks in a trial.</summary>
internal enum NetworkSize
{
    /// <summary>The reference's size: 64x64 pixels, depths 1024 to 128 and 64 to 512.</summary>
    Reference,

    /// <summary>A quarter of the reference's depths.</summary>
    Quarter,

    /// <summary>Half of the reference's depths.</summary>
    Half,

    /// <summary>Twice the reference's depths.</summary>
    Double,

    /// <summary>
    /// Four stages of depth 8. There is so little arithmetic that the framework's overhead determines the time of a step.
    /// </summary>
    Tiny,
}
