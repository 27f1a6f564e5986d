using System.CommandLine;

namespace TrainFaces.CommandLine;

/// <summary>An option that takes a device's name.</summary>
internal static class DeviceOption
{
    public static Option<DeviceChoice> Create(string name, string description, DeviceChoice byDefault) => new(name)
    {
        Description = description,
        HelpName = "cpu|cuda[:n]",
        DefaultValueFactory = _ => byDefault,
        CustomParser = argument => DeviceChoice.TryParse(argument.Tokens[0].Value, out var device)
            ? device
            : Rule.Broken<DeviceChoice>(argument, name, "cpu, cuda or cuda:n"),
    };
}
