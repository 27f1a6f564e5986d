namespace Dcgan.Core.Safetensors;

/// <summary>
/// The metadata keys under which a file stores the SHA-256 digests of its header and data, in lower-case hexadecimal.
/// </summary>
/// <param name="Header">Key of the digest of all bytes before the data, computed with zeros in place of both digests.</param>
/// <param name="Data">Key of the digest of all bytes after the header.</param>
internal sealed record DigestKeys(string Header, string Data);
