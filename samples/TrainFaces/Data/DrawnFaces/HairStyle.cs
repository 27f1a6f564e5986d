namespace TrainFaces.Data.DrawnFaces;

/// <summary>How a drawn face wears its hair.</summary>
internal enum HairStyle
{
    None,
    Cropped,
    SidePart,
    Fringe,
    Curly,
    Bob,
    Long,
    Bun,
}
