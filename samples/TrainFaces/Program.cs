using Dcgan.Core;
using TrainFaces.CommandLine;

// Training is all that this process does, so it may keep the memory that every step takes and returns.
NativeBackend.KeepMemory();
return TrainFacesCommand.Invoke(args, Console.Out, Console.Error);
