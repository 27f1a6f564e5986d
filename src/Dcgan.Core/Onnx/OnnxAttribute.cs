using static Dcgan.Core.AttributeProto.Types;

namespace Dcgan.Core;

/// <summary>Creates the attributes of a node.</summary>
internal static class OnnxAttribute
{
    internal static AttributeProto Of(string name, float value) => new() { Name = name, Type = AttributeType.Float, F = value };

    internal static AttributeProto Of(string name, long value) => new() { Name = name, Type = AttributeType.Int, I = value };

    internal static AttributeProto Of(string name, params IEnumerable<long> values) => new() { Name = name, Type = AttributeType.Ints, Ints = { values } };
}
