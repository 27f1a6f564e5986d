using FaceStudio;

return await StudioProgram.RunAsync(args, Console.Out, Console.Error);
