using System.Net.Sockets;

namespace FaceService;

/// <summary>Starts a web application. appsettings.json turns off the host's own message about a failed start, which has a stack trace.</summary>
internal static class HostStart
{
    private static readonly string[] AddressSettings = ["urls", "http_ports", "https_ports"];

    /// <summary>Sets the address to listen on, unless the user has set one.</summary>
    public static void UseDefaultAddress(WebApplicationBuilder builder, string address)
    {
        if (AddressSettings.All(name => string.IsNullOrEmpty(builder.Configuration[name])))
        {
            builder.WebHost.UseUrls(address);
        }
    }

    /// <exception cref="StartException">The application cannot listen on its address. The message is one sentence.</exception>
    public static async Task StartAsync(WebApplication app)
    {
        try
        {
            await app.StartAsync();
        }
        catch (Exception exception) when (exception is IOException or SocketException or FormatException or InvalidOperationException)
        {
            throw new StartException($"--urls: cannot listen on this address. {exception.Message.ReplaceLineEndings(" ").TrimEnd('.')}.", exception);
        }
    }
}
