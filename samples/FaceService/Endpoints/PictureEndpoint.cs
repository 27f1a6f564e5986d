using System.Net;
using System.Threading.RateLimiting;
using FaceService.Model;
using FaceService.Pictures;
using FaceService.Requests;
using Microsoft.Net.Http.Headers;

namespace FaceService.Endpoints;

/// <summary>Responds to a picture request with a PNG or GIF file, a status without a body, or a problem document.</summary>
internal sealed class PictureEndpoint(
    ServedModel served, PictureLimiter limiter, PictureSender sender, EntityTags tags, ServiceSettings settings)
{
    private const string RetryAfterSeconds = "1";

    /// <summary>
    /// Lets clients and proxies cache a picture, but revalidate it before each use. The same seed always gives the same picture
    /// for one model, but the URL does not identify the model, which the operator may replace. Revalidation does not run the model.
    /// </summary>
    private const string CacheButRevalidate = "public, no-cache";

    public async Task<IResult> HandleAsync(HttpContext context, Func<HttpRequest, ModelInfo, IPictureRequest> read)
    {
        try
        {
            using ServedModel.Lease model = served.Take();
            return await HandleAsync(context, model, read(context.Request, model.Info));
        }
        catch (RequestException exception)
        {
            return Results.Problem(exception.Message, statusCode: StatusCodes.Status400BadRequest);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client is gone; only logs show this status.
            return context.Response.HasStarted ? Results.Empty : Results.StatusCode(StatusCodes.Status499ClientClosedRequest);
        }
    }

    private async Task<IResult> HandleAsync(HttpContext context, ServedModel.Lease model, IPictureRequest picture)
    {
        EntityTagHeaderValue tag = tags.Create(model.Info, picture.Name);
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

        IPAddress client = ClientAddress.Key(context.Connection.RemoteIpAddress);
        using RateLimitLease share = limiter.TakeClientPlace(client);
        if (!share.IsAcquired)
        {
            return Refuse(
                context.Response,
                StatusCodes.Status429TooManyRequests,
                $"client: {settings.Share} picture requests of this address are in progress, the most that one address may have");
        }

        using RateLimitLease place = limiter.TakePlace();
        if (!place.IsAcquired)
        {
            return Refuse(context.Response, StatusCodes.Status503ServiceUnavailable, "service: overloaded, the request queue is full");
        }

        return await ServeAsync(context, client, model, picture, tag);
    }

    private async Task<IResult> ServeAsync(
        HttpContext context, IPAddress client, ServedModel.Lease model, IPictureRequest picture, EntityTagHeaderValue tag)
    {
        CancellationToken cancel = context.RequestAborted;
        long bytes = picture.MemoryBytes(model.Info);
        using RateLimitLease clientMemory = await limiter.ReserveClientMemoryAsync(client, bytes, cancel);
        if (!clientMemory.IsAcquired)
        {
            return RefuseForMemory(context.Response);
        }

        using RateLimitLease memory = await limiter.ReserveMemoryAsync(bytes, cancel);
        if (!memory.IsAcquired)
        {
            return RefuseForMemory(context.Response);
        }

        ReadOnlyMemory<byte> file = await GenerateAsync(client, model, picture, cancel);
        model.Dispose(); // A slow client must not keep a replaced model in memory.
        SetHeaders(context.Response, tag);
        await sender.SendAsync(context, file, picture.ContentType);
        return Results.Empty;
    }

    /// <summary>Generates a picture on one core. The core is free while the picture is sent.</summary>
    private async Task<ReadOnlyMemory<byte>> GenerateAsync(
        IPAddress client, ServedModel.Lease model, IPictureRequest picture, CancellationToken cancel)
    {
        using IDisposable core = await limiter.TakeCoreAsync(client, cancel);
        return picture.Paint(new FacePainter(model.Model), cancel);
    }

    private static IResult RefuseForMemory(HttpResponse response) =>
        Refuse(response, StatusCodes.Status503ServiceUnavailable, "service: overloaded, the queue for memory is full");

    private static IResult Refuse(HttpResponse response, int status, string reason)
    {
        response.Headers.RetryAfter = RetryAfterSeconds;
        return Results.Problem($"{reason}; retry after {RetryAfterSeconds} second.", statusCode: status);
    }

    private static void SetHeaders(HttpResponse response, EntityTagHeaderValue tag)
    {
        response.Headers.ETag = tag.ToString();
        response.Headers.CacheControl = CacheButRevalidate;
    }
}
