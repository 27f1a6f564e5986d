using System.Globalization;
using System.Text;
using Dcgan.Core;

namespace TrainFaces.Output;

/// <summary>The losses and probabilities of every step since the start of the run.</summary>
internal sealed class LossHistory
{
    private const string Header = "step,epoch,generator_loss,discriminator_loss,d_x,d_g_z,seconds";

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

    /// <summary>
    /// Replaces the steps with the steps of an earlier part of the run, read from CSV, up to the given step. Skips invalid
    /// lines.
    /// </summary>
    public void Restore(string csv, long upToStep)
    {
        steps.Clear();
        foreach (string line in csv.Split('\n'))
        {
            double[] numbers = [.. line.Split(',').Select(Number)];
            if (numbers.Length == Header.Count(letter => letter == ',') + 1 && numbers.All(double.IsFinite) && numbers[0] <= upToStep)
            {
                steps.Add(((int)numbers[1], Step(numbers)));
            }
        }
    }

    private static DcganStep Step(double[] numbers) => new()
    {
        Number = (long)numbers[0],
        GeneratorLoss = numbers[2],
        DiscriminatorLoss = numbers[3],
        RealProbability = numbers[4],
        GeneratedProbability = numbers[5],
        GeneratorGradientNorm = double.NaN,
        DiscriminatorGradientNorm = double.NaN,
        Duration = TimeSpan.FromSeconds(numbers[6]),
    };

    private static double Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : double.NaN;
}
