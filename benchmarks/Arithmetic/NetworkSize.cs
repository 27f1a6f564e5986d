namespace Dcgan.Benchmarks;

/// <summary>Which pair of networks a trial runs.</summary>
internal enum NetworkSize
{
    /// <summary>The reference's: 64x64 pixels, depths 1024 to 128 and 64 to 512.</summary>
    Reference,

    /// <summary>The reference's with a quarter of its depths.</summary>
    Quarter,

    /// <summary>The reference's with half of its depths.</summary>
    Half,

    /// <summary>The reference's with twice its depths.</summary>
    Double,

    /// <summary>Four stages of depth 8: next to no arithmetic, so that a step's time is the framework's overhead.</summary>
    Tiny,
}
