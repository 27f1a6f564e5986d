namespace Dcgan.Core.Tests.Architecture;

/// <summary>A dependency: one place in the code of one folder that uses a type of another folder.</summary>
/// <param name="From">Folder of the using file.</param>
/// <param name="To">Folder of the file that declares the type.</param>
/// <param name="File">The using file, such as <c>Training/StateCopy.cs</c>.</param>
/// <param name="Line">Line in the using file, from 1.</param>
/// <param name="Type">Name of the type that is used, or whose member is used.</param>
internal sealed record Arrow(string From, string To, string File, int Line, string Type);
