using System.Diagnostics.CodeAnalysis;
using Dcgan.Core.Tests.Architecture;
using FluentAssertions;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Dcgan.Core.Tests;

/// <summary>The library keeps every Scalar alive until the native call that reads it has returned.</summary>
public sealed class ScalarUsesTests
{
    /// <summary>The types that create Scalars and keep them.</summary>
    private static readonly string[] Holders = ["Dcgan.Core.ScalarOperators", "Dcgan.Core.Number", "Dcgan.Core.TensorLists"];

    [Fact]
    public void The_library_creates_Scalars_only_where_it_keeps_them() =>
        string.Join('\n', ScalarUses.In(typeof(DcganTrainer).Assembly.Location, Holders)).Should().BeEmpty("call ScalarOperators instead");

    [Fact]
    public void The_checker_finds_every_use() =>
        UsesOf(nameof(Uses)).Select(use => use.Split('.')[^1]).Should().BeEquivalentTo(
            "op_Addition", "op_Multiply", "op_Implicit", "square", "arange", "op_Implicit", "ToDouble", "invoke", "invoke", "square");

    [Fact]
    public void The_checker_leaves_out_what_creates_none() => UsesOf(nameof(Others)).Should().BeEmpty();

    private static IEnumerable<string> UsesOf(string method) => ScalarUses.In(typeof(ScalarUsesTests).Assembly.Location)
        .Where(use => use.StartsWith($"{typeof(ScalarUsesTests).FullName}.{method}:", StringComparison.Ordinal));

    [SuppressMessage("CodeQuality", "IDE0051", Justification = "The checker reads its IL.")]
    private static object?[] Uses(Tensor tensor, Scalar known, jit.CompilationUnit unit) =>
    [
        tensor + tensor, tensor * 0.5, tensor.clamp_min(1), tensor.clamp_min(known), tensor.square(), arange(3), tensor.ToDouble(),
        unit.invoke("f", tensor, 0.5), unit.invoke<Tensor>("f", tensor, 0.5), (Func<Tensor>)tensor.square,
    ];

    [SuppressMessage("CodeQuality", "IDE0051", Justification = "The checker reads its IL.")]
    private static object Others(Tensor tensor, Scalar known, jit.CompilationUnit unit) =>
        tensor.item<double>() > 0 ? unit.invoke("f", tensor, true, 1) : ((tensor - tensor) * tensor).clamp_max(known);
}
