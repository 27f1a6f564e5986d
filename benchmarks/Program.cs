using Dcgan.Benchmarks;

return BenchmarkCommand.Create().Parse(args).Invoke();
