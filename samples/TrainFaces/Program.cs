using TrainFaces.CommandLine;

return TrainFacesCommand.Invoke(args, Console.Out, Console.Error);
