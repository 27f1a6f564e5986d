namespace Dcgan.Benchmarks;
internal enum ComputePrecision { Float32, BFloat16 }
