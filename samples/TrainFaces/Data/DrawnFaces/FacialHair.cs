namespace TrainFaces.Data.DrawnFaces;

/// <summary>What grows on a drawn face's cheeks, chin and upper lip.</summary>
internal enum FacialHair
{
    None,
    Moustache,
    Beard,
}
