extern alias Service;

using Dcgan.Benchmarks;
using Service::Dcgan.Samples;

OnnxRuntimeTelemetry.TurnOff();
return BenchmarkCommand.Create().Parse(args).Invoke();
