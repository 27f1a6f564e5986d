namespace Dcgan.Core;

/// <summary>A block of a <see cref="NormalizationGrid"/>.</summary>
/// <param name="Part">Index of its part.</param>
/// <param name="First">Its first element.</param>
/// <param name="Rows">Its number of rows.</param>
internal readonly record struct NormalizationBlock(int Part, long First, int Rows);
