using FaceService.Latents;
using FaceService.Model;

namespace FaceService.Answers;

/// <summary>
/// Says whether the model answers. It asks for no place among the pictures, for it must be told from a busy service; all who
/// ask at one time share one run of the model, so that it takes one core at most.
/// </summary>
internal sealed class HealthAnswer(IFaceModel model, ILogger<HealthAnswer> logger)
{
    private readonly Lock changing = new();
    private Task<bool> check = Task.FromResult(false);

    public async Task<IResult> AnswerAsync(HttpContext context)
    {
        context.Response.Headers.CacheControl = "no-store";
        return await Check().WaitAsync(context.RequestAborted)
            ? Results.Ok(Describe(model.Facts))
            : Results.Problem("model: does not answer.", statusCode: StatusCodes.Status503ServiceUnavailable);
    }

    private static Health Describe(ModelFacts facts) => new(
        "ok",
        facts.ImageSize,
        facts.Channels,
        facts.LatentSize,
        facts.Distribution.ToString(),
        facts.Statistics.ToString(),
        facts.LibraryVersion,
        facts.Digest);

    private Task<bool> Check()
    {
        lock (changing)
        {
            return check = check.IsCompleted ? Task.Run(Answers) : check;
        }
    }

    private bool Answers()
    {
        try
        {
            return model.Draw(new FaceLatents(model.Facts).Of(0), CancellationToken.None).Length == model.Facts.ImageBytes;
        }
#pragma warning disable CA1031 // Whatever it is, the answer is that the model does not answer, and the log has the rest.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            Log.ModelFails(logger, failure);
            return false;
        }
    }
}
