namespace FaceService.Tests.Model;

/// <summary>A temporary file that is deleted on dispose.</summary>
internal sealed class TemporaryFile : IDisposable
{
    public TemporaryFile(byte[] bytes) => File.WriteAllBytes(FullName, bytes);

    public string FullName { get; } = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.onnx");

    public string Name => Path.GetFileName(FullName);

    public void Dispose() => File.Delete(FullName);
}
