using FaceService;

return await ServiceProgram.RunAsync(args, Console.Error);
