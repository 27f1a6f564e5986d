using Dcgan.Core;
using Dcgan.Samples;
using TrainFaces.CommandLine;

OnnxRuntimeTelemetry.TurnOff();

// Each step allocates and frees the same amount of memory. Keep freed memory in the process instead of returning it to the system.
NativeBackend.KeepMemory();
return TrainFacesCommand.Invoke(args, Console.Out, Console.Error);
