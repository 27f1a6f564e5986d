using System.Reflection;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using FaceService.Model;
using Microsoft.Net.Http.Headers;

namespace FaceService.Answers;

/// <summary>
/// A picture's tag before the picture is made: a digest of all that its bytes depend on, which are the model, the request, this
/// program, what computes, and the processor's kind, whose instructions may round a last bit another way.
/// </summary>
internal sealed class EntityTags(IFaceModel model)
{
    /// <summary>16 bytes tell pictures apart for certain, and are short to send.</summary>
    private const int Length = 16;

    private readonly string maker = string.Join(
        '\n',
        model.Facts.Digest,
        typeof(EntityTags).Assembly.GetName().Version,
        typeof(EntityTags).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion,
        FaceModel.RuntimeVersion,
        RuntimeInformation.ProcessArchitecture);

    public EntityTagHeaderValue Of(string picture)
    {
        byte[] digest = SHA256.HashData(Encoding.UTF8.GetBytes($"{maker}\n{picture}"));
        return new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(digest.AsSpan(0, Length))}\"");
    }

    /// <summary>Whether the client has the picture already (RFC 9110, If-None-Match).</summary>
    public static bool IsKnown(HttpRequest request, EntityTagHeaderValue tag) =>
        request.GetTypedHeaders().IfNoneMatch.Any(known => known.Tag == "*" || known.Compare(tag, useStrongComparison: false));
}
