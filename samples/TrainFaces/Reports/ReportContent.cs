using TrainFaces.Measuring;
using TrainFaces.Output;

namespace TrainFaces.Reports;

/// <summary>What a report shows.</summary>
internal sealed record ReportContent
{
    /// <summary>The name of the run.</summary>
    public required string Name { get; init; }

    /// <summary>What the run was doing.</summary>
    public required RunState State { get; init; }

    /// <summary>When the report was written.</summary>
    public required DateTimeOffset Written { get; init; }

    /// <summary>The properties of the run, such as its number of steps.</summary>
    public required IReadOnlyList<(string Name, string Value)> Summary { get; init; }

    /// <summary>The losses of the run.</summary>
    public required LossHistory Losses { get; init; }

    /// <summary>The measures of the run.</summary>
    public required MeasureHistory Measures { get; init; }

    /// <summary>The sample grids, in order of their epochs.</summary>
    public required IReadOnlyList<ReportPicture> Pictures { get; init; }

    /// <summary>The classes of the rows of the grids; empty for grids without classes.</summary>
    public required IReadOnlyList<string> ClassNames { get; init; }

    /// <summary>The commands that go on from the run, each with what it does.</summary>
    public required IReadOnlyList<(string Purpose, string Command)> Commands { get; init; }

    /// <summary>The folder in which the commands run.</summary>
    public required string CommandFolder { get; init; }

    /// <summary>The options of the run.</summary>
    public required IReadOnlyList<(string Name, string Value)> Options { get; init; }

    /// <summary>The machine and the libraries.</summary>
    public required IReadOnlyList<(string Name, string Value)> Machine { get; init; }
}
