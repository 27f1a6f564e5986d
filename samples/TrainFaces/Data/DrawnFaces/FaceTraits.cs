using SkiaSharp;

namespace TrainFaces.Data.DrawnFaces;

/// <summary>
/// The traits of a drawn face. Lengths are fractions of the image side; angles are in degrees.
/// </summary>
internal sealed record FaceTraits
{
    public required SKColor WallAbove { get; init; }

    public required SKColor WallBelow { get; init; }

    public required SKColor Skin { get; init; }

    public required SKColor HairColor { get; init; }

    public required SKColor Iris { get; init; }

    public required SKColor Lips { get; init; }

    public required SKColor Cloth { get; init; }

    /// <summary>Color of the glasses' frame; null without glasses.</summary>
    public required SKColor? Frame { get; init; }

    public required HairStyle Hair { get; init; }

    public required FacialHair FacialHair { get; init; }

    public required SKPoint Center { get; init; }

    public required float HalfWidth { get; init; }

    public required float HalfHeight { get; init; }

    /// <summary>Squareness of the jaw, in [0, 1].</summary>
    public required float Jaw { get; init; }

    /// <summary>Rotation of the head, in degrees, clockwise.</summary>
    public required float Tilt { get; init; }

    /// <summary>Direction of the face, from left (-1) to right (1). It moves the features but not the outline.</summary>
    public required float Turn { get; init; }

    public required float EyeSize { get; init; }

    public required float EyeSpacing { get; init; }

    /// <summary>How far the eyes are open, from 0 (closed) to 1.</summary>
    public required float EyeOpening { get; init; }

    public required float BrowWeight { get; init; }

    /// <summary>Slant of the brows, from worried (-1) to angry (1).</summary>
    public required float BrowSlant { get; init; }

    public required float NoseLength { get; init; }

    public required float MouthWidth { get; init; }

    /// <summary>Shape of the mouth, from sad (-1) to happy (1).</summary>
    public required float Smile { get; init; }

    /// <summary>How far the mouth is open, from 0 (closed) to 1.</summary>
    public required float MouthOpening { get; init; }

    public required float Blush { get; init; }

    /// <summary>Direction of the light, from left (-1) to right (1).</summary>
    public required float Light { get; init; }

    /// <summary>Generates random traits.</summary>
    public static FaceTraits Draw(SeededRandom random)
    {
        var skin = FacePalette.Skin(random);
        var wall = FacePalette.Wall(random);
        var hair = (HairStyle)random.Below(Enum.GetValues<HairStyle>().Length);
        bool shortHair = hair < HairStyle.Bob;
        return new FaceTraits
        {
            WallAbove = FacePalette.Lighter(wall, random.Between(0f, 0.35f)),
            WallBelow = FacePalette.Darker(wall, random.Between(0f, 0.35f)),
            Skin = skin,
            HairColor = FacePalette.Hair(random),
            Iris = FacePalette.Rgb(random.Pick(FacePalette.Irises)),
            Lips = FacePalette.Lips(random, skin),
            Cloth = FacePalette.Cloth(random),
            Frame = random.Chance(0.2f) ? FacePalette.Rgb(random.Pick(FacePalette.Frames)) : null,
            Hair = hair,
            FacialHair = shortHair && random.Chance(0.4f)
                ? random.Chance(0.35f) ? FacialHair.Mustache : FacialHair.Beard
                : FacialHair.None,
            Center = new SKPoint(random.Around(0.5f, 0.04f), random.Around(0.51f, 0.03f)),
            HalfWidth = random.Around(0.255f, 0.035f),
            HalfHeight = random.Around(0.335f, 0.03f),
            Jaw = random.Between(0.1f, 0.9f),
            Tilt = random.Around(0f, 11f),
            Turn = random.Around(0f, 1f),
            EyeSize = random.Around(0.058f, 0.013f),
            EyeSpacing = random.Around(0.118f, 0.016f),
            EyeOpening = random.Chance(0.04f) ? 0f : random.Between(0.55f, 1f),
            BrowWeight = random.Between(0.014f, 0.034f),
            BrowSlant = random.Around(0f, 1f),
            NoseLength = random.Around(0.105f, 0.03f),
            MouthWidth = random.Around(0.105f, 0.035f),
            Smile = random.Around(0.35f, 0.75f),
            MouthOpening = random.Chance(0.4f) ? random.Between(0.35f, 1f) : 0f,
            Blush = random.Between(0f, 0.35f),
            Light = random.Between(-1f, 1f),
        };
    }
}
