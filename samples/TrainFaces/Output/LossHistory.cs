using System.Globalization;
using System.Text;
using Dcgan.Core;

namespace TrainFaces.Output;

/// <summary>Every step's numbers since the start of the run.</summary>
internal sealed class LossHistory
{
    private readonly List<(int Epoch, DcganStep Step)> steps = [];

    public IReadOnlyList<(int Epoch, DcganStep Step)> Steps => steps;

    public void Add(int epoch, DcganStep step) => steps.Add((epoch, step));

    /// <summary>One line a step, as a spreadsheet reads it.</summary>
    public byte[] ToCsv()
    {
        var csv = new StringBuilder("step,epoch,generator_loss,discriminator_loss,d_x,d_g_z,seconds\n");
        foreach (var (epoch, step) in steps)
        {
            csv.Append(
                CultureInfo.InvariantCulture,
                $"{step.Number},{epoch},{step.GeneratorLoss:G9},{step.DiscriminatorLoss:G9},{step.RealProbability:G6},{step.GeneratedProbability:G6},{step.Duration.TotalSeconds:F4}\n");
        }

        return Encoding.UTF8.GetBytes(csv.ToString());
    }
}
