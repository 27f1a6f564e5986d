using static TorchSharp.torch.nn;

namespace Dcgan.Core;

/// <summary>The state of one network: its weights, its buffers and, for a generator, its calibrated statistics.</summary>
internal static class NetworkState
{
    /// <summary>The complete state of a network, in the order of its state_dict.</summary>
    /// <param name="network">The network.</param>
    /// <param name="name">The network's name in the run.</param>
    internal static IEnumerable<StateEntry> Entries(Module network, string name) => network.state_dict()
        .Where(entry => !CalibrationState.IsKey(entry.Key))
        .Select(entry => StateEntry.InPlace(StateNames.Of(name, entry.Key), entry.Value))
        .Concat(Calibration(network, name));

    /// <summary>
    /// The state that an update changes: the parameters and, for a generator, the calibrated statistics, which an update
    /// discards.
    /// </summary>
    /// <param name="network">The network.</param>
    /// <param name="name">The network's name in the run.</param>
    internal static IEnumerable<StateEntry> UpdatedEntries(Module network, string name) => network.named_parameters()
        .Select(parameter => StateEntry.InPlace(StateNames.Of(name, parameter.name), parameter.parameter))
        .Concat(Calibration(network, name));

    /// <summary>
    /// The state that a forward pass in training mode changes: running statistics and the vectors of spectral normalization.
    /// </summary>
    /// <param name="networks">The networks. Their layers are looked up once; their tensors are looked up on each call.</param>
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
