using static TorchSharp.torch.nn;

namespace Dcgan.Core;

/// <summary>The state of one network: weights, buffers and, of a generator, calibrated statistics.</summary>
internal static class NetworkState
{
    /// <summary>All of it, in the order of the network's state_dict.</summary>
    /// <param name="network">The network.</param>
    /// <param name="name">Its name in the run.</param>
    internal static IEnumerable<StateEntry> Entries(Module network, string name) => network.state_dict()
        .Where(entry => !CalibrationState.IsKey(entry.Key))
        .Select(entry => StateEntry.InPlace(StateNames.Of(name, entry.Key), entry.Value))
        .Concat(Calibration(network, name));

    /// <summary>What an update changes: the parameters and, of a generator, the calibrated statistics, which it discards.</summary>
    /// <param name="network">The network.</param>
    /// <param name="name">Its name in the run.</param>
    internal static IEnumerable<StateEntry> UpdatedEntries(Module network, string name) => network.named_parameters()
        .Select(parameter => StateEntry.InPlace(StateNames.Of(name, parameter.name), parameter.parameter))
        .Concat(Calibration(network, name));

    /// <summary>What a forward pass in training mode changes: running statistics and vectors of spectral normalization.</summary>
    /// <param name="networks">The networks. Their layers are looked up once, their tensors on each call.</param>
    internal static Func<IEnumerable<StateEntry>> ForwardPassEntries(params Module[] networks)
    {
        (IPassState Layer, string[] Names)[] layers =
        [
            .. networks.SelectMany(network => network.modules()).OfType<IPassState>().Select((layer, number) =>
                (layer, layer.PassState.Select((_, index) => $"{number}.{index}").ToArray())),
        ];
        return () => layers.SelectMany(entry => entry.Layer.PassState.Zip(entry.Names, (tensor, name) => StateEntry.InPlace(name, tensor)));
    }

    private static IEnumerable<StateEntry> Calibration(Module network, string name) =>
        network is Generator generator ? CalibrationState.Entries(generator, name) : [];
}
