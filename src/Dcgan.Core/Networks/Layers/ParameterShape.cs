namespace Dcgan.Core;

/// <summary>
/// Name and shape of a parameter, computed from the options alone. A layer's constructor and its list of parameter shapes use the
/// same sizes, so a file can be checked before the network is built.
/// </summary>
/// <param name="name">Key in the state dict of the module that the list belongs to.</param>
/// <param name="shape">Shape of the parameter.</param>
internal sealed class ParameterShape(string name, params long[] shape)
{
    internal string Name { get; } = name;

    internal long[] Shape { get; } = shape;

    /// <summary>Prefixes the name with the key of the parameter's module in a containing module.</summary>
    /// <param name="component">Key of the parameter's module in the containing module.</param>
    internal ParameterShape In(string component) => new($"{component}.{Name}", Shape);
}
