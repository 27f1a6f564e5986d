using System.Reflection;
using System.Xml.Linq;
using FluentAssertions;
using TorchSharp;
using Xunit;

namespace Dcgan.Core.Tests;

public sealed class TrimmingTests
{
    private const BindingFlags OfInstance = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance;

    /// <summary>TorchSharp finds a module's parameters by reflection over its fields, which trimming would remove.</summary>
    [Fact]
    public void Trimming_keeps_the_fields_of_every_module()
    {
        Assembly library = typeof(Generator).Assembly;
        using Stream stream = library.GetManifestResourceStream("ILLink.Descriptors.xml")!;

        IEnumerable<string?> kept = XDocument.Load(stream).Descendants("type")
            .Where(type => (string?)type.Attribute("preserve") == "fields")
            .Select(type => (string?)type.Attribute("fullname"));

        kept.Should().BeEquivalentTo(library.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(torch.nn.Module)) && !type.IsAbstract)
            .Where(type => type.GetFields(OfInstance | BindingFlags.DeclaredOnly).Any(field => IsRegistered(field.FieldType)))
            .Select(type => type.FullName));
    }

    private static bool IsRegistered(Type type) => type.IsAssignableTo(typeof(torch.nn.Module)) || type.IsAssignableTo(typeof(torch.Tensor));
}
