using System.CommandLine;
using System.CommandLine.Invocation;
using TrainFaces.Reports;

namespace TrainFaces.CommandLine;

/// <summary>Prints the version of the library, because this program is built with it and has no version of its own.</summary>
internal sealed class PrintVersion : SynchronousCommandLineAction
{
    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        parseResult.InvocationConfiguration.Output.WriteLine($"TrainFaces with Dcgan.Core {Machine.LibraryVersion}");
        return TrainFacesCommand.Success;
    }
}
