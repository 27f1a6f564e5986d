// Removes the documentation of types and members that are not public from an assembly's documentation file. The compiler
// documents everything; a package's users can see only what is public.
//   usage: PublicDocumentation ASSEMBLY FILE
using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

(string assemblyPath, string file) = (args[0], args[1]);
CSharpCompilation compilation = CSharpCompilation.Create("documentation", references: [MetadataReference.CreateFromFile(assemblyPath)]);
var assembly = (IAssemblySymbol)compilation.GetAssemblyOrModuleSymbol(compilation.References.Single())!;
HashSet<string> visible = [.. VisibleIds(assembly.GlobalNamespace)];

XDocument document = XDocument.Load(file, LoadOptions.PreserveWhitespace);
XElement[] hidden = [.. document.Descendants("member").Where(member => !visible.Contains((string?)member.Attribute("name") ?? string.Empty))];
foreach (XElement member in hidden)
{
    (member.PreviousNode as XText)?.Remove();
    member.Remove();
}

document.Save(file, SaveOptions.DisableFormatting);

static IEnumerable<string> VisibleIds(INamespaceOrTypeSymbol owner) => owner.GetMembers().Where(IsVisible).SelectMany(member =>
    (IEnumerable<string>)[member.GetDocumentationCommentId() ?? string.Empty, .. member is INamespaceOrTypeSymbol inner ? VisibleIds(inner) : []]);

static bool IsVisible(ISymbol member) => member is INamespaceSymbol
    || member.DeclaredAccessibility is Accessibility.Public or Accessibility.Protected or Accessibility.ProtectedOrInternal;
