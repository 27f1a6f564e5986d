using System.Threading.RateLimiting;
using FaceService.Pictures;
using FaceService.Requests;
using Microsoft.Net.Http.Headers;

namespace FaceService.Endpoints;

/// <summary>Responds to a picture request with a PNG or GIF file, a status without a body, or a problem document.</summary>
internal sealed class PictureEndpoint(FacePainter painter, PictureLimiter limiter, EntityTags tags)
{
    private const string RetryAfterSeconds = "1";

    /// <summary>
    /// Lets clients and proxies cache a picture, but revalidate it before each use. The same seed always gives the same picture
    /// for one model, but the URL does not identify the model, which the operator may replace. Revalidation does not run the model.
    /// </summary>
    private const string CacheButRevalidate = "public, no-cache";

    public async Task<IResult> HandleAsync(HttpContext context, Func<HttpRequest, IPictureRequest> read)
    {
        try
        {
            return await HandleAsync(context, read(context.Request));
        }
        catch (RequestException exception)
        {
            return Results.Problem(exception.Message, statusCode: StatusCodes.Status400BadRequest);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            return Results.StatusCode(StatusCodes.Status499ClientClosedRequest); // The client is gone; only logs show this status.
        }
    }

    private async Task<IResult> HandleAsync(HttpContext context, IPictureRequest picture)
    {
        EntityTagHeaderValue tag = tags.Create(picture.Name);
        if (EntityTags.ClientHas(context.Request, tag))
        {
            SetHeaders(context.Response, tag);
            return Results.StatusCode(StatusCodes.Status304NotModified);
        }

        if (HttpMethods.IsHead(context.Request.Method))
        {
            // Omits Content-Length, as RFC 9110 (section 9.3.2) allows: the size is unknown until the picture is generated.
            SetHeaders(context.Response, tag);
            context.Response.ContentType = picture.ContentType;
            return Results.Empty;
        }

        // The lease ends before the response is sent, so a slow client does not block other requests.
        using RateLimitLease lease = await limiter.AcquireAsync(context.RequestAborted);
        if (!lease.IsAcquired)
        {
            context.Response.Headers.RetryAfter = RetryAfterSeconds;
            return Results.Problem(
                $"service: overloaded, the request queue is full; retry after {RetryAfterSeconds} second.",
                statusCode: StatusCodes.Status503ServiceUnavailable);
        }

        byte[] file = picture.Paint(painter, context.RequestAborted);
        SetHeaders(context.Response, tag);
        return Results.Bytes(file, picture.ContentType);
    }

    private static void SetHeaders(HttpResponse response, EntityTagHeaderValue tag)
    {
        response.Headers.ETag = tag.ToString();
        response.Headers.CacheControl = CacheButRevalidate;
    }
}
