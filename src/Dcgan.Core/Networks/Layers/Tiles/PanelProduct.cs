using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>
/// The matrix products of minimal filtering in float32 with the vectors of AVX-512, without gradients. libtorch's product is MKL's, which uses
/// only half of such a vector on processors of AMD and copies both factors first. Here the second factor is already in the order in which the
/// product reads it, in panels (Goto and van de Geijn, 2008).
/// </summary>
internal static unsafe class PanelProduct
{
    /// <summary>Columns of a panel: two vectors.</summary>
    internal const int Columns = 2 * Lanes;

    private const int Lanes = 16;

    /// <summary>Rows of the result that are computed at a time: their 16 sums and the other operands fit into the 32 registers.</summary>
    private const int BlockRows = 8;

    private const int AmdVendor = 0x68747541; // EBX of CPUID's leaf 0: "Auth", of AuthenticAMD

    /// <summary>
    /// Whether panels are faster. libtorch's matrix product in float32 is MKL's, which does not use AVX-512 on processors of AMD. On
    /// processors of Intel, which were not measured, it does.
    /// </summary>
    private static readonly bool IsFastHere = Avx512F.IsSupported && X86Base.CpuId(0, 0).Ebx == AmdVendor;

    /// <summary>Whether this product is the fastest for second factors of so many columns.</summary>
    internal static bool IsFastest(ScalarType type, long columns) => IsFastHere && type == ScalarType.Float32 && columns % Columns == 0;

    /// <summary>Copies second factors, [p, k, n], to panels, [p, n / 32, k, 32].</summary>
    internal static Tensor ToPanels(Tensor factors) =>
        factors.view(factors.size(0), factors.size(1), -1, Columns).transpose(1, 2).contiguous();

    /// <summary>Copies panels, [p, n / 32, k, 32], to second factors, [p, k, n].</summary>
    internal static Tensor OfPanels(Tensor panels) => panels.transpose(1, 2).reshape(panels.size(0), panels.size(2), -1);

    /// <summary>Computes the products.</summary>
    /// <param name="rows">The first factors, [p, m, k], with any distances between rows and columns.</param>
    /// <param name="panels">The second factors, k rows and n columns each, in panels, [p, n / 32, k, 32].</param>
    /// <returns>The products, [p, m, n], from <see cref="TileMemory.Empty"/>.</returns>
    internal static Tensor Multiply(Tensor rows, Tensor panels)
    {
        Tensor result = TileMemory.Empty([rows.size(0), rows.size(1), panels.size(1) * Columns], ScalarType.Float32);
        Multiply(rows, panels, result, adds: false);
        return result;
    }

    /// <summary>Computes the products in the memory of a result.</summary>
    /// <param name="rows">As in <see cref="Multiply(Tensor, Tensor)"/>.</param>
    /// <param name="panels">As in <see cref="Multiply(Tensor, Tensor)"/>.</param>
    /// <param name="result">The products, [p, m, n].</param>
    /// <param name="adds">Whether to add to the result instead of replacing it.</param>
    internal static void Multiply(Tensor rows, Tensor panels, Tensor result, bool adds)
    {
        (int count, int depth, int panelCount) = ((int)rows.size(1), (int)rows.size(2), (int)panels.size(1));
        bool areFloat32 = rows.dtype == ScalarType.Float32 && panels.dtype == ScalarType.Float32 && result.dtype == ScalarType.Float32;
        int places = (int)rows.size(0);
        if (!areFloat32 || panels.size(0) != places || result.size(0) != places || panels.size(2) != depth || result.size(1) != count || result.size(2) != panelCount * Columns)
        {
            throw new NotSupportedException("The factors of products in panels must be float32 and fit each other and the result.");
        }

        long[] rowSteps = rows.Strides(), panelSteps = panels.Strides(), resultSteps = result.Strides();
        (nint first, nint second, nint product) = (TileBuffers.Address(rows), TileBuffers.Address(panels), TileBuffers.Address(result));
        TileBuffers.ForEachRow(places * panelCount, index =>
        {
            (int place, int panel) = Math.DivRem(index, panelCount);
            Panel(
                (float*)first + (place * rowSteps[0]),
                (nint)rowSteps[1],
                (nint)rowSteps[2],
                (float*)second + (place * panelSteps[0]) + (panel * panelSteps[1]),
                (float*)product + (place * resultSteps[0]) + (panel * Columns),
                (nint)resultSteps[1],
                count,
                depth,
                adds);
        });
        GC.KeepAlive(rows);
        GC.KeepAlive(panels);
        GC.KeepAlive(result);
    }

    /// <summary>Multiplies all rows by a panel.</summary>
    private static void Panel(float* rows, nint rowStep, nint columnStep, float* panel, float* result, nint resultStep, int count, int depth, bool adds)
    {
        int row = 0;
        for (; row + BlockRows <= count; row += BlockRows)
        {
            Block(rows + (row * rowStep), rowStep, columnStep, panel, result + (row * resultStep), resultStep, depth, adds);
        }

        for (; row < count; row++)
        {
            Row(rows + (row * rowStep), columnStep, panel, result + (row * resultStep), depth, adds);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Block(float* rows, nint step, nint columnStep, float* panel, float* result, nint resultStep, int depth, bool adds)
    {
        Vector512<float> a0 = default, a1 = default, a2 = default, a3 = default, a4 = default, a5 = default, a6 = default, a7 = default;
        Vector512<float> b0 = default, b1 = default, b2 = default, b3 = default, b4 = default, b5 = default, b6 = default, b7 = default;
        float* rows3 = rows + (3 * step), rows6 = rows + (6 * step);
        for (int column = 0; column < depth; column++)
        {
            Vector512<float> left = Vector512.Load(panel), right = Vector512.Load(panel + Lanes);
            Vector512<float> value = Vector512.Create(*rows);
            a0 = Vector512.FusedMultiplyAdd(value, left, a0);
            b0 = Vector512.FusedMultiplyAdd(value, right, b0);
            value = Vector512.Create(rows[step]);
            a1 = Vector512.FusedMultiplyAdd(value, left, a1);
            b1 = Vector512.FusedMultiplyAdd(value, right, b1);
            value = Vector512.Create(rows[2 * step]);
            a2 = Vector512.FusedMultiplyAdd(value, left, a2);
            b2 = Vector512.FusedMultiplyAdd(value, right, b2);
            value = Vector512.Create(*rows3);
            a3 = Vector512.FusedMultiplyAdd(value, left, a3);
            b3 = Vector512.FusedMultiplyAdd(value, right, b3);
            value = Vector512.Create(rows3[step]);
            a4 = Vector512.FusedMultiplyAdd(value, left, a4);
            b4 = Vector512.FusedMultiplyAdd(value, right, b4);
            value = Vector512.Create(rows3[2 * step]);
            a5 = Vector512.FusedMultiplyAdd(value, left, a5);
            b5 = Vector512.FusedMultiplyAdd(value, right, b5);
            value = Vector512.Create(*rows6);
            a6 = Vector512.FusedMultiplyAdd(value, left, a6);
            b6 = Vector512.FusedMultiplyAdd(value, right, b6);
            value = Vector512.Create(rows6[step]);
            a7 = Vector512.FusedMultiplyAdd(value, left, a7);
            b7 = Vector512.FusedMultiplyAdd(value, right, b7);
            rows += columnStep;
            rows3 += columnStep;
            rows6 += columnStep;
            panel += Columns;
        }

        Store(a0, b0, result, adds);
        Store(a1, b1, result + resultStep, adds);
        Store(a2, b2, result + (2 * resultStep), adds);
        Store(a3, b3, result + (3 * resultStep), adds);
        Store(a4, b4, result + (4 * resultStep), adds);
        Store(a5, b5, result + (5 * resultStep), adds);
        Store(a6, b6, result + (6 * resultStep), adds);
        Store(a7, b7, result + (7 * resultStep), adds);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Row(float* row, nint columnStep, float* panel, float* result, int depth, bool adds)
    {
        Vector512<float> left = default, right = default;
        for (int column = 0; column < depth; column++)
        {
            var value = Vector512.Create(row[column * columnStep]);
            left = Vector512.FusedMultiplyAdd(value, Vector512.Load(panel), left);
            right = Vector512.FusedMultiplyAdd(value, Vector512.Load(panel + Lanes), right);
            panel += Columns;
        }

        Store(left, right, result, adds);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector512<float> left, Vector512<float> right, float* result, bool adds)
    {
        if (adds)
        {
            left += Vector512.Load(result);
            right += Vector512.Load(result + Lanes);
        }

        left.Store(result);
        right.Store(result + Lanes);
    }
}
