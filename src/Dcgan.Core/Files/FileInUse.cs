namespace Dcgan.Core;

/// <summary>Recognizes the error of opening a file that another process has locked. Also compiled into Dcgan.Images and TrainFaces.</summary>
internal static class FileInUse
{
    /// <summary>HRESULTs for a locked file on Linux, macOS and Windows.</summary>
    private static readonly int[] Results = [11, 35, unchecked((int)0x80070020)];

    /// <summary>Whether an exception says that a file is locked.</summary>
    internal static bool IsCause(Exception? error) => error is IOException && Results.Contains(error.HResult);
}
