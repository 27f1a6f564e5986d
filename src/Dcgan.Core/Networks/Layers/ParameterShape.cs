namespace Dcgan.Core;

/// <summary>
/// Name and shape of one parameter, known from options alone. A layer's constructor and its list of these use the same
/// numbers, so that a file can be checked before the network is built.
/// </summary>
/// <param name="name">Key in the state dict of the module that the list belongs to.</param>
/// <param name="shape">Sizes.</param>
internal sealed class ParameterShape(string name, params long[] shape)
{
    internal string Name { get; } = name;

    internal long[] Shape { get; } = shape;

    /// <summary>Renames the parameter for the module that contains its module as a component.</summary>
    /// <param name="component">Key of the parameter's module in the containing module.</param>
    internal ParameterShape In(string component) => new($"{component}.{Name}", Shape);
}
