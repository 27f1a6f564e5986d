using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Dcgan.Core;
using Google.Protobuf;
using Tensorboard;
using TrainFaces.Measuring;
using TrainFaces.Output;

namespace TrainFaces.TensorBoard;

/// <summary>
/// Writes a run's numbers and sample grids as TensorBoard events. Each part of a resumed run has its own file, and no step is in two
/// of them. Events that cannot be written are lost, with one warning.
/// </summary>
internal sealed class EventLog : IDisposable
{
    private const string FilePrefix = "events.out.tfevents.";

    private readonly string path;
    private readonly EventFile file;
    private readonly Action<string> warn;
    private bool hasWarned;

    private EventLog(string path, EventFile file, Action<string> warn) => (this.path, this.file, this.warn) = (path, file, warn);

    /// <summary>Checks that a run may write to the folder of --tensorboard, and creates it. Changes no file.</summary>
    /// <param name="options">The options of the run.</param>
    /// <exception cref="SampleException">
    /// The folder is not writable, or has event files of another run, or links, pipes or devices with such names.
    /// </exception>
    public static void Check(TrainFacesOptions options)
    {
        // A new run moves the default folder aside, together with the rest of the earlier run.
        if (options.TensorBoard is not { } path || (!options.Resume && IsDefault(options, path)))
        {
            return;
        }

        Writing(path, () =>
        {
            Directory.CreateDirectory(path);
            new FileStream(Path.Combine(path, Path.GetRandomFileName()), FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.DeleteOnClose).Dispose();
        });
        foreach (string name in EventFiles(path))
        {
            if (FileKind.NotFileItself(name) is { } kind)
            {
                throw new SampleException($"--tensorboard {path}: {Path.GetFileName(name)} is {kind}, not an event file. Move it away, or use another folder.");
            }
        }

        if (EventFiles(path).FirstOrDefault(name => !options.Resume || !name.Contains(RunMark(options.Out, path), StringComparison.Ordinal)) is { } other)
        {
            throw new SampleException(
                $"--tensorboard {path}: has the event files of another run, such as {Path.GetFileName(other)}, which TensorBoard would show as part of this run. Use another folder.");
        }
    }

    /// <summary>Creates the event file. If the run is resumed, removes the events of steps that it repeats.</summary>
    /// <param name="options">The options of the run.</param>
    /// <param name="lastStep">The last step of the checkpoint that the run is resumed from; null for a new run.</param>
    /// <param name="warn">Receives a warning if events cannot be written.</param>
    /// <returns>The log; null without --tensorboard.</returns>
    /// <exception cref="SampleException">The folder is not writable.</exception>
    public static EventLog? Create(TrainFacesOptions options, long? lastStep, Action<string> warn)
    {
        if (options.TensorBoard is not { } path)
        {
            return null;
        }

        EventLog? log = null;
        Writing(path, () =>
        {
            Directory.CreateDirectory(path);
            foreach (string earlier in EventFiles(path))
            {
                RemoveRepeated(earlier, lastStep, line => warn($"--tensorboard {path}: {line}"));
            }

            log = new EventLog(path, new EventFile(NewFile(options, path)), warn);
        });

        // A TensorBoard that is running has read the removed events. The start event makes it drop them, too.
        long next = lastStep + 1 ?? 0;
        log!.Write(next, new Event { FileVersion = "brain.Event:2" });
        log.Write(next, new Event { SessionLog = new SessionLog { Status = SessionLog.Types.SessionStatus.Start } });
        return log;
    }

    /// <summary>Writes the numbers of a step, without those that are not known.</summary>
    public void AddStep(DcganStep step, double augmentationProbability) => Add(step.Number,
    [
        ("loss/generator", step.GeneratorLoss),
        ("loss/discriminator", step.DiscriminatorLoss),
        ("loss/penalty", step.Penalty),
        ("probability/real", step.RealProbability),
        ("probability/generated", step.GeneratedProbability),
        ("score_gap", step.ScoreGap),
        ("gradient_norm/generator", step.GeneratorGradientNorm),
        ("gradient_norm/discriminator", step.DiscriminatorGradientNorm),
        ("augmentation_probability", augmentationProbability),
        ("diversity", step.Diversity ?? double.NaN),
        ("seconds_per_step", step.Duration.TotalSeconds),
    ]);

    /// <summary>Writes the measures of an evaluation.</summary>
    public void AddMeasures(MeasuredEpoch measured) =>
        Add(measured.Step, Measure.All.Select((measure, index) => ($"measures/{measure.Column}", measured.Values[index])));

    /// <summary>Writes a grid of samples.</summary>
    /// <param name="step">The step after which the grid was drawn.</param>
    /// <param name="png">The grid as a PNG file.</param>
    /// <param name="channels">1 for gray, 2 for gray and alpha, 3 for RGB, 4 for RGB and alpha.</param>
    public void AddSamples(long step, byte[] png, int channels)
    {
        const int WidthOffset = 16; // In the IHDR chunk, which is the first one.
        var size = png.AsSpan(WidthOffset);
        var image = new Summary.Types.Image
        {
            Width = BinaryPrimitives.ReadInt32BigEndian(size),
            Height = BinaryPrimitives.ReadInt32BigEndian(size[sizeof(int)..]),
            Colorspace = channels,
            EncodedImageString = ByteString.CopyFrom(png),
        };
        Add(step, new Summary { Value = { new Summary.Types.Value { Tag = "samples", Image = image } } });
    }

    public void Dispose() => file.Dispose();

    private static bool IsDefault(TrainFacesOptions options, string path) =>
        Path.GetFullPath(path) == Path.GetFullPath(Path.Combine(options.Out, RunFolder.TensorBoard));

    private static IEnumerable<string> EventFiles(string path) =>
        Directory.EnumerateFiles(path, "*tfevents*").Order(StringComparer.Ordinal);

    /// <summary>The end of the names of a run's event files. It tells runs apart that write to one folder.</summary>
    private static string RunMark(string output, string path)
    {
        // Relative, so that the events in the output folder belong to the run after the folder has been moved.
        byte[] place = Encoding.UTF8.GetBytes(Path.GetRelativePath(Path.GetFullPath(path), Path.GetFullPath(output)));
        return $".dcgan-{Convert.ToHexStringLower(SHA256.HashData(place))[..8]}";
    }

    /// <summary>A path whose name has the time, as TensorBoard expects: a later one if this run has a file of this millisecond.</summary>
    private static string NewFile(TrainFacesOptions options, string path)
    {
        long now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        string mark = RunMark(options.Out, path);
        return Enumerable.Range(0, int.MaxValue)
            .Select(later => Path.Combine(path, string.Create(CultureInfo.InvariantCulture, $"{FilePrefix}{now + later:D13}{mark}")))
            .First(file => !File.Exists(file));
    }

    /// <summary>A free name for a copy, which TensorBoard does not read.</summary>
    private static string CopyOf(string earlier)
    {
        string copy = Path.Combine(Path.GetDirectoryName(earlier)!, Path.GetFileName(earlier).Replace("tfevents", "damaged", StringComparison.Ordinal));
        return Enumerable.Range(1, int.MaxValue)
            .Select(number => number == 1 ? copy : FormattableString.Invariant($"{copy}-{number}"))
            .First(path => !File.Exists(path));
    }

    private static void RemoveRepeated(string earlier, long? lastStep, Action<string> warn)
    {
        string name = Path.GetFileName(earlier);
        string copy = CopyOf(earlier);
        if (lastStep is { } step && EventFile.Truncate(earlier, step, copy))
        {
            warn($"{name} is damaged. Its events before the damage are kept; the file as it was is now {Path.GetFileName(copy)}.");
        }

        // A new run has no events. Those here are of a run that was stopped before its first checkpoint and is started over.
        if (lastStep is null || new FileInfo(earlier).Length == 0)
        {
            File.Delete(earlier);
        }
    }

    private static void Writing(string path, Action write)
    {
        try
        {
            write();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new SampleException($"--tensorboard {path}: cannot write to this folder. {error.Message}", error);
        }
    }

    private void Add(long step, IEnumerable<(string Tag, double Value)> numbers)
    {
        var summary = new Summary();
        summary.Value.AddRange(numbers.Where(number => !double.IsNaN(number.Value))
            .Select(number => new Summary.Types.Value { Tag = number.Tag, SimpleValue = (float)number.Value }));
        Add(step, summary);
    }

    private void Add(long step, Summary summary) => Write(step, new Event { Summary = summary });

    private void Write(long step, Event value)
    {
        value.Step = step;
        value.WallTime = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() / 1000.0;
        try
        {
            file.Write(value);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            if (!hasWarned)
            {
                warn($"--tensorboard {path}: cannot write events. {error.Message} Training continues without them.");
            }

            hasWarned = true;
        }
    }
}
