namespace Dcgan.Core;

/// <summary>Under which keys of its metadata a file holds its own SHA-256 digests, in lower-case hexadecimal.</summary>
/// <param name="Header">Of everything before the data, taken with zeros in the places of both digests.</param>
/// <param name="Data">Of everything after the header.</param>
internal sealed record DigestKeys(string Header, string Data);
