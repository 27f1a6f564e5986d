using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Dcgan.Core.Tests.Architecture;

/// <summary>
/// C# sources in folders, and the types of other folders that they use. A subfolder counts as its top-level folder.
/// </summary>
/// <remarks>
/// Generated code is absent, so its names stay unresolved. Operators and implicit conversions are not checked, because they have
/// no name in the code.
/// </remarks>
internal sealed class SourceGraph
{
    /// <summary>Represents the folder of a file that lies directly in the root.</summary>
    internal const string NoFolder = "(no folder)";

    /// <summary>The implicit usings that the SDK adds to a class library.</summary>
    private const string ImplicitUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    private static readonly Lazy<MetadataReference[]> References = new(() => [.. ReferencedAssemblies()]);

    private readonly SyntaxTree[] trees;
    private readonly CSharpCompilation compilation;
    private readonly Lazy<(SyntaxNode Node, SymbolInfo Info)[]> names;

    /// <param name="sources">Text of each file by its path, such as <c>Training/StateCopy.cs</c>.</param>
    /// <exception cref="ArgumentException">The parser reports an error in a file, which could hide uses.</exception>
    internal SourceGraph(IReadOnlyDictionary<string, string> sources)
    {
        var parsing = new CSharpParseOptions(LanguageVersion.Latest, DocumentationMode.None);
        trees = [.. sources.OrderBy(file => file.Key, StringComparer.Ordinal)
            .Select(file => CSharpSyntaxTree.ParseText(file.Value, parsing, file.Key))];
        IEnumerable<Diagnostic> diagnostics = trees.SelectMany(tree => tree.GetDiagnostics());
        if (diagnostics.FirstOrDefault(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error) is { } error)
        {
            throw new ArgumentException($"sources: cannot be parsed: {error}", nameof(sources));
        }

        compilation = CSharpCompilation.Create(
            "Dcgan.Core.Sources",
            [.. trees, CSharpSyntaxTree.ParseText(ImplicitUsings, parsing)],
            References.Value,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true));
        names = new(() => [.. trees.SelectMany(Names)]);
    }

    /// <summary>The folders that hold files.</summary>
    internal IEnumerable<string> Folders => trees.Select(FolderOf).Distinct();

    /// <summary>Reads all C# files of a folder and its subfolders.</summary>
    /// <param name="root">The folder.</param>
    /// <param name="except">Names of direct subfolders to leave out.</param>
    internal static SourceGraph Read(string root, params IReadOnlyList<string> except) => new(
        Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories)
            .Select(path => (Path: path, Name: Path.GetRelativePath(root, path).Replace('\\', '/')))
            .Where(file => !except.Contains(FolderOf(file.Name)))
            .ToDictionary(file => file.Name, file => File.ReadAllText(file.Path)));

    /// <summary>Every use of a type of another folder: through a name in the code, a <c>new()</c> or an indexer.</summary>
    internal IEnumerable<Arrow> Arrows() => (
        from name in names.Value
        let file = name.Node.SyntaxTree.FilePath
        from symbol in Symbols(name.Info)
        let declaring = DeclaringFile(symbol)
        where declaring is not null && FolderOf(declaring) != FolderOf(file)
        select new Arrow(FolderOf(file), FolderOf(declaring), file, LineOf(name.Node), TypeOf(symbol).Name)).Distinct();

    /// <summary>Unresolved names, as <c>File:Line Name</c>: the uses that <see cref="Arrows"/> cannot see.</summary>
    internal IEnumerable<string> UnresolvedNames() =>
        from name in names.Value
        where name is { Node: SimpleNameSyntax, Info: { Symbol: null, CandidateSymbols.IsEmpty: true } }
        where name.Node is not (IdentifierNameSyntax { Identifier.Text: "nameof" or "unmanaged" } or { Parent: NameEqualsSyntax })
        select $"{name.Node.SyntaxTree.FilePath}:{LineOf(name.Node)} {name.Node}";

    /// <summary>Types whose parts lie in more than one folder, as <c>Type: Folder, Folder</c>.</summary>
    internal IEnumerable<string> TypesInSeveralFolders() => trees
        .SelectMany(Types)
        .Distinct<INamedTypeSymbol>(SymbolEqualityComparer.Default)
        .Select(type => (
            type.Name,
            Folders: type.DeclaringSyntaxReferences.Select(part => FolderOf(part.SyntaxTree)).Distinct().ToArray()))
        .Where(type => type.Folders.Length > 1)
        .Select(type => $"{type.Name}: {string.Join(", ", type.Folders)}");

    /// <summary>Files that declare more than one public type, not counting nested types, as <c>File: Type, Type</c>.</summary>
    internal IEnumerable<string> FilesOfSeveralPublicTypes() => trees
        .Select(tree => (Path: tree.FilePath, Types: Types(tree)
            .Where(type => type is { ContainingType: null, DeclaredAccessibility: Accessibility.Public })
            .Select(type => type.Name)
            .ToArray()))
        .Where(file => file.Types.Length > 1)
        .Select(file => $"{file.Path}: {string.Join(", ", file.Types)}");

    /// <summary>
    /// The assemblies of this process except the library and its tests, whose types would conflict with the types in the sources.
    /// </summary>
    private static IEnumerable<MetadataReference> ReferencedAssemblies()
    {
        Assembly[] own = [typeof(DcganTrainer).Assembly, typeof(SourceGraph).Assembly];
        var platform = (string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!;
        return platform.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Where(path => own.All(assembly => assembly.GetName().Name != Path.GetFileNameWithoutExtension(path)))
            .Select(path => MetadataReference.CreateFromFile(path));
    }

    private static string FolderOf(SyntaxTree tree) => FolderOf(tree.FilePath);

    private static string FolderOf(string path) =>
        path.IndexOf('/', StringComparison.Ordinal) is > 0 and int end ? path[..end] : NoFolder;

    private IEnumerable<INamedTypeSymbol> Types(SyntaxTree tree)
    {
        SemanticModel model = compilation.GetSemanticModel(tree);
        return tree.GetRoot().DescendantNodes()
            .Where(node => node is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax)
            .Select(node => (INamedTypeSymbol)model.GetDeclaredSymbol(node)!);
    }

    private IEnumerable<(SyntaxNode Node, SymbolInfo Info)> Names(SyntaxTree tree)
    {
        SemanticModel model = compilation.GetSemanticModel(tree);
        return tree.GetRoot().DescendantNodes()
            .Where(node => node is SimpleNameSyntax or ImplicitObjectCreationExpressionSyntax or ElementAccessExpressionSyntax)
            .Select(node => (node, model.GetSymbolInfo(node)));
    }

    /// <summary>
    /// The symbols that a name binds to: several if an argument of a generated type leaves the overload ambiguous.
    /// </summary>
    private static IEnumerable<ISymbol> Symbols(SymbolInfo info) =>
        (info.Symbol is { } symbol ? [symbol] : info.CandidateSymbols.AsEnumerable())
        .Where(found => found is INamedTypeSymbol || found.ContainingType is not null)
        .Select(found => found.OriginalDefinition);

    /// <summary>
    /// The type that a symbol is or belongs to. For a member of an extension block, it is the enclosing static class.
    /// </summary>
    private static INamedTypeSymbol TypeOf(ISymbol symbol)
    {
        INamedTypeSymbol type = symbol as INamedTypeSymbol ?? symbol.ContainingType;
        return type.IsExtension ? type.ContainingType : type;
    }

    /// <summary>
    /// The file that declares a symbol. For a member without a declaration, such as a default constructor, it is the file of its
    /// type. For a type in several files, it is the file named after the type.
    /// </summary>
    /// <returns>The path of the file; null if no source file declares the symbol.</returns>
    private static string? DeclaringFile(ISymbol symbol)
    {
        INamedTypeSymbol type = TypeOf(symbol);
        SyntaxReference[] parts = [.. symbol.DeclaringSyntaxReferences];
        return (parts.Length > 0 ? parts : [.. type.DeclaringSyntaxReferences])
            .Select(part => part.SyntaxTree.FilePath)
            .OrderBy(path => Path.GetFileNameWithoutExtension(path) == type.Name ? 0 : 1)
            .FirstOrDefault();
    }

    private static int LineOf(SyntaxNode node) => node.GetLocation().GetLineSpan().StartLinePosition.Line + 1;
}
