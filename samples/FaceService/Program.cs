using Dcgan.Samples;
using FaceService;

OnnxRuntimeTelemetry.TurnOff();
return await ServiceProgram.RunAsync(args, Console.Out, Console.Error);
