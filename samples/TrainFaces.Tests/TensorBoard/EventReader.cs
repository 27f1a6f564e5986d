using System.Text;

namespace TrainFaces.Tests.TensorBoard;

/// <summary>Reads TensorBoard's event files by their specification, independently of the program: TFRecord framing and protobuf fields.</summary>
internal static class EventReader
{
    private const uint CastagnoliReversed = 0x82F63B78;

    /// <summary>All events of the files in a folder, in order of the names of the files.</summary>
    public static List<ReadEvent> ReadFolder(string folder) =>
        [.. Directory.GetFiles(folder, "*tfevents*").Order(StringComparer.Ordinal).SelectMany(file => Read(File.ReadAllBytes(file)))];

    /// <summary>The events of a file. Throws if a length or a CRC is wrong.</summary>
    public static List<ReadEvent> Read(byte[] file)
    {
        var events = new List<ReadEvent>();
        using var reader = new BinaryReader(new MemoryStream(file));
        while (reader.BaseStream.Position < file.Length)
        {
            byte[] length = reader.ReadBytes(8);
            Check(length, reader.ReadUInt32());
            byte[] data = reader.ReadBytes((int)BitConverter.ToInt64(length));
            Check(data, reader.ReadUInt32());
            events.Add(Parse(data));
        }

        return events;
    }

    /// <summary>CRC-32C, bit by bit.</summary>
    public static uint Crc(byte[] data)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in data)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) == 1 ? (crc >> 1) ^ CastagnoliReversed : crc >> 1;
            }
        }

        return ~crc;
    }

    private static void Check(byte[] data, uint masked)
    {
        uint rotated = masked - 0xA282EAD8;
        if (((rotated >> 17) | (rotated << 15)) != Crc(data))
        {
            throw new InvalidDataException("The CRC is wrong.");
        }
    }

    // Event: wall_time = 1, step = 2, file_version = 3, summary = 5, session_log = 7. Summary: value = 1.
    private static ReadEvent Parse(byte[] data)
    {
        var fields = Fields(data);
        return new ReadEvent
        {
            WallTime = BitConverter.ToDouble(fields.Single(field => field.Number == 1).Bytes),
            Step = fields.Where(field => field.Number == 2).Select(field => field.Varint).SingleOrDefault(),
            Version = fields.Where(field => field.Number == 3).Select(field => Encoding.UTF8.GetString(field.Bytes)).SingleOrDefault(),
            IsStart = fields.Any(field => field.Number == 7 && Fields(field.Bytes).Any(status => status is { Number: 1, Varint: 1 })),
            Values = [.. fields.Where(field => field.Number == 5).SelectMany(field => Fields(field.Bytes)).Select(value => ParseValue(value.Bytes))],
        };
    }

    // Value: tag = 1, simple_value = 2, image = 4. Image: height = 1, width = 2, colorspace = 3, encoded_image_string = 4.
    private static (string Tag, float Scalar, long[] ImageSize, byte[] Image) ParseValue(byte[] data)
    {
        var fields = Fields(data);
        var image = fields.Where(field => field.Number == 4).SelectMany(field => Fields(field.Bytes)).ToList();
        return (
            Encoding.UTF8.GetString(fields.Single(field => field.Number == 1).Bytes),
            fields.Where(field => field.Number == 2).Select(field => BitConverter.ToSingle(field.Bytes)).SingleOrDefault(),
            [.. image.Where(field => field.Number <= 3).Select(field => field.Varint)],
            image.Where(field => field.Number == 4).Select(field => field.Bytes).SingleOrDefault([]));
    }

    private static List<(int Number, long Varint, byte[] Bytes)> Fields(byte[] message)
    {
        var fields = new List<(int Number, long Varint, byte[] Bytes)>();
        using var reader = new BinaryReader(new MemoryStream(message));
        while (reader.BaseStream.Position < message.Length)
        {
            long key = reader.Read7BitEncodedInt64();
            fields.Add((key & 7) switch
            {
                0 => ((int)(key >> 3), reader.Read7BitEncodedInt64(), []),
                1 => ((int)(key >> 3), 0, reader.ReadBytes(8)),
                2 => ((int)(key >> 3), 0, reader.ReadBytes((int)reader.Read7BitEncodedInt64())),
                5 => ((int)(key >> 3), 0, reader.ReadBytes(4)),
                _ => throw new InvalidDataException("The wire type is unknown."),
            });
        }

        return fields;
    }
}
