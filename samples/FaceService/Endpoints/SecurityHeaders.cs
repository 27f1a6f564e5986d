namespace FaceService.Endpoints;

/// <summary>Adds headers that restrict what a browser may do with a response. The page needs only its own files and pictures.</summary>
internal static class SecurityHeaders
{
    // blob: is needed because scripts fetch the pictures and pass them to <img> as object URLs. They use fetch to be able to
    // show an error message.
    private const string ContentPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public static void Use(IApplicationBuilder app) => app.Use((context, next) =>
    {
        context.Response.OnStarting(() =>
        {
            IHeaderDictionary headers = context.Response.Headers;
            headers.ContentSecurityPolicy = ContentPolicy;
            headers.XContentTypeOptions = "nosniff";
            headers["Referrer-Policy"] = "no-referrer";
            return Task.CompletedTask;
        });
        return next(context);
    });
}
