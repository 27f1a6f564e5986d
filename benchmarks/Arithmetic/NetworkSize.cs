namespace Dcgan.Benchmarks;

/// <summary>Size of the pair of networks that a trial runs.</summary>
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

    /// <summary>Four stages of depth 8, with so little arithmetic that a step's time is the framework's overhead.</summary>
    Tiny,
}
