using System.Threading.RateLimiting;
using FaceService.Pictures;
using FaceService.Requests;
using Microsoft.Net.Http.Headers;

namespace FaceService.Answers;

/// <summary>From a request to a picture, or to what is wrong with it.</summary>
internal sealed class PictureAnswer(FacePainter painter, PictureGate gate, EntityTags tags)
{
    private const string RetryAfterSeconds = "1";

    /// <summary>
    /// Anyone may keep a picture, and asks before each use whether it is still the same. A seed's picture never changes, but
    /// its address does not name the model, and another may be served tomorrow. Asking runs no model.
    /// </summary>
    private const string KeepButAsk = "public, no-cache";

    public async Task<IResult> AnswerAsync(HttpContext context, Func<HttpRequest, IPictureRequest> read)
    {
        try
        {
            return await AnswerAsync(context, read(context.Request));
        }
        catch (RequestException broken)
        {
            return Results.Problem(broken.Message, statusCode: StatusCodes.Status400BadRequest);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            return Results.StatusCode(StatusCodes.Status499ClientClosedRequest); // Read by nobody but a log.
        }
    }

    private async Task<IResult> AnswerAsync(HttpContext context, IPictureRequest picture)
    {
        EntityTagHeaderValue tag = tags.Of(picture.Name);
        if (EntityTags.IsKnown(context.Request, tag))
        {
            Describe(context.Response, tag);
            return Results.StatusCode(StatusCodes.Status304NotModified);
        }

        if (HttpMethods.IsHead(context.Request.Method))
        {
            // Without its length, which only the picture itself shows (RFC 9110, 9.3.2).
            Describe(context.Response, tag);
            context.Response.ContentType = picture.ContentType;
            return Results.Empty;
        }

        // Sending is no work: a client that reads slowly holds no place.
        using RateLimitLease lease = await gate.EnterAsync(context.RequestAborted);
        if (!lease.IsAcquired)
        {
            context.Response.Headers.RetryAfter = RetryAfterSeconds;
            return Results.Problem("service: all places and the queue are taken.", statusCode: StatusCodes.Status503ServiceUnavailable);
        }

        byte[] file = picture.Paint(painter, context.RequestAborted);
        Describe(context.Response, tag);
        return Results.Bytes(file, picture.ContentType);
    }

    private static void Describe(HttpResponse response, EntityTagHeaderValue tag)
    {
        response.Headers.ETag = tag.ToString();
        response.Headers.CacheControl = KeepButAsk;
    }
}
