namespace TrainFaces.Data.DrawnFaces;

/// <summary>Facial hair of a drawn face.</summary>
internal enum FacialHair
{
    None,
    Mustache,
    Beard,
}
