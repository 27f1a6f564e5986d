using System.Buffers.Binary;
using System.Numerics;
using Google.Protobuf;
using Tensorboard;

namespace TrainFaces.TensorBoard;

/// <summary>
/// Appends events to a file that TensorBoard reads: TFRecord records, each with the length of an event, the event, and a CRC of both.
/// The messages are TorchSharp's. Its <c>SummaryWriter</c> is not used, because it opens the file anew for every value and locks out
/// readers on Windows, takes no values that share an event, and stamps its first event with .NET ticks instead of seconds.
/// </summary>
internal sealed class EventFile : IDisposable
{
    private const int HeaderLength = sizeof(long) + sizeof(uint);
    private const int FooterLength = sizeof(uint);

    private readonly FileStream file;

    /// <summary>Creates a file. It must not exist.</summary>
    public EventFile(string path) =>
        file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);

    /// <summary>Appends an event. A reader sees it at once.</summary>
    public void Write(Event value)
    {
        byte[] data = value.ToByteArray();
        byte[] record = new byte[HeaderLength + data.Length + FooterLength];
        BinaryPrimitives.WriteInt64LittleEndian(record, data.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(sizeof(long)), MaskedCrc(record.AsSpan(0, sizeof(long))));
        data.CopyTo(record, HeaderLength);
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(HeaderLength + data.Length), MaskedCrc(data));

        // A record that was written in part, because the disk is full, would hide all later ones from readers.
        long start = file.Position;
        try
        {
            file.Write(record);
        }
        catch
        {
            file.SetLength(start);
            file.Position = start;
            throw;
        }
    }

    public void Dispose() => file.Dispose();

    /// <summary>Removes the events after a step, and an incomplete last record.</summary>
    /// <param name="path">The file, whose steps do not decrease.</param>
    /// <param name="lastStep">The last step to keep.</param>
    /// <param name="copy">Where the whole file is copied to if a record is damaged, because what follows it is removed.</param>
    /// <returns>Whether a record was damaged.</returns>
    public static bool Truncate(string path, long lastStep, string copy)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        long end = 0;
        bool isDamaged = false;
        try
        {
            while (ReadStep(file) is { } step && step <= lastStep)
            {
                end = file.Position;
            }
        }
        catch (InvalidDataException)
        {
            isDamaged = true;
            File.Copy(path, copy);
        }

        file.SetLength(end);
        return isDamaged;
    }

    /// <summary>The step of the next event; null at the end of the file, also within a record.</summary>
    /// <exception cref="InvalidDataException">The record is damaged.</exception>
    private static long? ReadStep(FileStream file)
    {
        byte[] header = new byte[HeaderLength];
        if (file.ReadAtLeast(header, HeaderLength, throwOnEndOfStream: false) < HeaderLength)
        {
            return null;
        }

        CheckCrc(header.AsSpan(0, sizeof(long)), header.AsSpan(sizeof(long)));
        long length = BinaryPrimitives.ReadInt64LittleEndian(header);
        if (length < 0 || length > file.Length - file.Position - FooterLength)
        {
            return null;
        }

        byte[] data = new byte[length]; // TorchSharp's messages cannot be parsed from a span.
        byte[] footer = new byte[FooterLength];
        file.ReadExactly(data);
        file.ReadExactly(footer);
        CheckCrc(data, footer);
        return Event.Parser.ParseFrom(data).Step;
    }

    private static void CheckCrc(ReadOnlySpan<byte> data, ReadOnlySpan<byte> crc)
    {
        if (BinaryPrimitives.ReadUInt32LittleEndian(crc) != MaskedCrc(data))
        {
            throw new InvalidDataException();
        }
    }

    // CRC-32C, rotated right by 15 bits plus a constant, as TFRecord files have it.
    private static uint MaskedCrc(ReadOnlySpan<byte> data)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in data)
        {
            crc = BitOperations.Crc32C(crc, value);
        }

        return BitOperations.RotateRight(~crc, 15) + 0xA282EAD8;
    }
}
