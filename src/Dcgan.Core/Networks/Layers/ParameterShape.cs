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

    /// <summary>The same parameter, named from the module that contains this one as a component.</summary>
    /// <param name="component">Key of this module in the containing one.</param>
    internal ParameterShape In(string component) => new($"{component}.{Name}", Shape);
}
