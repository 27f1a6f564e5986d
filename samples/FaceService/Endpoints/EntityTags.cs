using System.Reflection;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using FaceService.Model;
using Microsoft.Net.Http.Headers;

namespace FaceService.Endpoints;

/// <summary>
/// Computes a picture's ETag before the picture is generated. The tag is a digest of everything that determines the picture's
/// bytes: the model, the request, the version of this program, the version of ONNX Runtime, and the processor architecture,
/// whose instructions may round the last bit differently.
/// </summary>
internal sealed class EntityTags
{
    /// <summary>Bytes of the digest in a tag: enough to rule out collisions in practice, and short to send.</summary>
    private const int Length = 16;

    private readonly string environment = string.Join(
        '\n',
        typeof(EntityTags).Assembly.GetName().Version,
        typeof(EntityTags).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion,
        FaceModel.RuntimeVersion,
        RuntimeInformation.ProcessArchitecture);

    /// <summary>The ETag of the picture with this name (see <see cref="Requests.IPictureRequest.Name"/>).</summary>
    /// <param name="model">The model that generates the picture.</param>
    /// <param name="pictureName">The picture's name.</param>
    public EntityTagHeaderValue Create(ModelInfo model, string pictureName)
    {
        byte[] digest = SHA256.HashData(Encoding.UTF8.GetBytes($"{model.Digest}\n{environment}\n{pictureName}"));
        return new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(digest.AsSpan(0, Length))}\"");
    }

    /// <summary>Whether the client already has the picture, according to its If-None-Match header (RFC 9110).</summary>
    public static bool ClientHas(HttpRequest request, EntityTagHeaderValue tag) =>
        request.GetTypedHeaders().IfNoneMatch.Any(known => known.Tag == "*" || known.Compare(tag, useStrongComparison: false));
}
