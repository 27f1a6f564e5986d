namespace TrainFaces.Data.DrawnFaces;

/// <summary>Hair style of a drawn face.</summary>
internal enum HairStyle
{
    None,
    Cropped,
    SidePart,
    Bangs,
    Curly,
    Bob,
    Long,
    Bun,
}
