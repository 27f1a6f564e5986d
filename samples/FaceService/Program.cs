using FaceService;

return await ServiceProgram.RunAsync(args, Console.Out, Console.Error);
