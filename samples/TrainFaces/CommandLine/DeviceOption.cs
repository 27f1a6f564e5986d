using System.CommandLine;

namespace TrainFaces.CommandLine;

/// <summary>An option that accepts a device name.</summary>
internal static class DeviceOption
{
    public static Option<DeviceChoice> Create(string name, string description, DeviceChoice defaultValue) => new(name)
    {
        Description = description,
        HelpName = "cpu|cuda[:n]",
        DefaultValueFactory = _ => defaultValue,
        CustomParser = argument => DeviceChoice.TryParse(argument.Tokens[0].Value, out var device)
            ? device
            : InvalidValue.Report<DeviceChoice>(argument, name, "cpu, cuda, or cuda:n"),
    };
}
