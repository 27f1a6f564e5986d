using System.Diagnostics;
using FaceService.Latents;
using FaceService.Model;

namespace FaceService.Answers;

/// <summary>
/// Says whether the model answers. It asks for no place among the pictures, for it must be told from a busy service; all who
/// ask at one time share one run of the model, and a good answer holds for a second, so that asking keeps no core busy.
/// </summary>
internal sealed class HealthAnswer(IFaceModel model, ILogger<HealthAnswer> logger)
{
    private static readonly TimeSpan GoodFor = TimeSpan.FromSeconds(1);

    private readonly Lock changing = new();
    private Task<bool> check = Task.FromResult(false);
    private long goodSince; // A timestamp; 0 where the last answer was none.

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
            long since = Interlocked.Read(ref goodSince);
            bool holds = !check.IsCompleted || (since != 0 && Stopwatch.GetElapsedTime(since) < GoodFor);
            return check = holds ? check : Task.Run(Answers);
        }
    }

    private bool Answers()
    {
        try
        {
            bool answers = model.Draw(new FaceLatents(model.Facts).Of(0), CancellationToken.None).Length == model.Facts.ImageBytes;
            Interlocked.Exchange(ref goodSince, answers ? Stopwatch.GetTimestamp() : 0);
            return answers;
        }
#pragma warning disable CA1031 // Whatever it is, the answer is that the model does not answer, and the log has the rest.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            Interlocked.Exchange(ref goodSince, 0);
            Log.ModelFails(logger, failure);
            return false;
        }
    }
}
