using Dcgan.Core;
using TrainFaces.CommandLine;

// Each step allocates and frees the same amount of memory. Keep it in the process, because nothing else here needs it.
NativeMemory.Keep();
return TrainFacesCommand.Invoke(args, Console.Out, Console.Error);
