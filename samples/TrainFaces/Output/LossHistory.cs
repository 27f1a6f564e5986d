using System.Globalization;
using System.Text;
using Dcgan.Core;

namespace TrainFaces.Output;

/// <summary>The losses and probabilities of every step since the start of the run.</summary>
internal sealed class LossHistory
{
    private const string Header = "step,epoch,generator_loss,discriminator_loss,d_x,d_g_z,seconds";
    private const int IntegerColumns = 2;

    private readonly List<(int Epoch, DcganStep Step)> steps = [];

    /// <summary>The steps, each with its epoch (from 1).</summary>
    public IReadOnlyList<(int Epoch, DcganStep Step)> Steps => steps;

    public void Add(int epoch, DcganStep step) => steps.Add((epoch, step));

    /// <summary>CSV with one line per step.</summary>
    public byte[] ToCsv()
    {
        var csv = new StringBuilder(Header + "\n");
        foreach (var (epoch, step) in steps)
        {
            csv.Append(
                CultureInfo.InvariantCulture,
                $"{step.Number},{epoch},{step.GeneratorLoss:G9},{step.DiscriminatorLoss:G9},{step.RealProbability:G6},{step.GeneratedProbability:G6},{step.Duration.TotalSeconds:F4}\n");
        }

        return Encoding.UTF8.GetBytes(csv.ToString());
    }

    /// <summary>Replaces the steps with the steps of an earlier part of the run, read from CSV, up to the given step.</summary>
    /// <param name="path">The path of the file, for error messages.</param>
    /// <param name="csv">The content of the file.</param>
    /// <param name="upToStep">The step of the checkpoint.</param>
    /// <exception cref="SampleException">A line is not valid.</exception>
    public void Restore(string path, string csv, long upToStep)
    {
        List<(int Epoch, DcganStep Step)> read = CsvTable.Read(path, csv, Header, upToStep, Parse);
        steps.Clear();
        steps.AddRange(read);
    }

    private static (long Step, (int Epoch, DcganStep Step) Row)? Parse(string[] cells)
    {
        double[] numbers = [.. cells.Skip(IntegerColumns).Select(Number)];
        return long.TryParse(cells[0], NumberStyles.None, CultureInfo.InvariantCulture, out long step)
            && int.TryParse(cells[1], NumberStyles.None, CultureInfo.InvariantCulture, out int epoch)
            && numbers.All(double.IsFinite)
            && numbers[^1] >= 0 && numbers[^1] < TimeSpan.MaxValue.TotalSeconds
            ? (step, (epoch, Step(step, numbers)))
            : null;
    }

    private static DcganStep Step(long number, double[] numbers) => new()
    {
        Number = number,
        GeneratorLoss = numbers[0],
        DiscriminatorLoss = numbers[1],
        RealProbability = numbers[2],
        GeneratedProbability = numbers[3],
        GeneratorGradientNorm = double.NaN,
        DiscriminatorGradientNorm = double.NaN,
        Duration = TimeSpan.FromSeconds(numbers[4]),
    };

    private static double Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : double.NaN;
}
