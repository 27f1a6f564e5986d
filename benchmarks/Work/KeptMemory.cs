namespace Dcgan.Benchmarks;
internal static class KeptMemory { internal static void Keep() { } }
