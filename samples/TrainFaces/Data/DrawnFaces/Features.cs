using SkiaSharp;

namespace TrainFaces.Data.DrawnFaces;

/// <summary>Draws the parts that move when the head turns: eyes, brows, nose, mouth, facial hair, and glasses.</summary>
internal static class Features
{
    public static void Paint(SKCanvas canvas, FaceTraits face)
    {
        PaintEye(canvas, face, -1);
        PaintEye(canvas, face, 1);
        PaintNose(canvas, face);
        Mouth.Paint(canvas, face);
    }

    public static void PaintFacialHair(SKCanvas canvas, FaceTraits face)
    {
        if (face.FacialHair == FacialHair.None)
        {
            return;
        }

        using var paint = Brush.Fill(FacePalette.Mix(face.HairColor, face.Skin, 0.12f));
        var mouth = Mouth.Center(face);
        using (new SKAutoCanvasRestore(canvas))
        {
            if (face.FacialHair == FacialHair.Beard)
            {
                using var outline = Head.Outline(face);
                using var cheeks = new SKPath();
                cheeks.AddOval(new SKRect(
                    mouth.X - (0.8f * face.HalfWidth), face.Center.Y - (1.2f * face.HalfHeight), mouth.X + (0.8f * face.HalfWidth), mouth.Y - 0.035f));
                canvas.ClipPath(outline, antialias: true);
                canvas.ClipPath(cheeks, SKClipOperation.Difference, antialias: true);
                canvas.DrawRect(0, face.Center.Y + 0.02f, 1, 1, paint);
            }
            else
            {
                canvas.DrawOval(mouth.X, mouth.Y - 0.042f, 1.05f * face.MouthWidth, 0.028f, paint);
            }
        }
    }

    public static void PaintGlasses(SKCanvas canvas, FaceTraits face)
    {
        if (face.Frame is not { } color)
        {
            return;
        }

        using var frame = Brush.Stroke(color, 0.02f);
        using var lens = Brush.Fill(SKColors.White.WithAlpha(36));
        float radius = face.EyeSpacing * 0.78f;
        for (int side = -1; side <= 1; side += 2)
        {
            var eye = EyeCenter(face, side);
            canvas.DrawCircle(eye, radius, lens);
            canvas.DrawCircle(eye, radius, frame);
            canvas.DrawLine(eye.X + (side * radius), eye.Y, face.Center.X + (side * face.HalfWidth), eye.Y - 0.015f, frame);
        }

        var bridge = EyeCenter(face, 0);
        canvas.DrawLine(bridge.X - (face.EyeSpacing - radius), bridge.Y, bridge.X + (face.EyeSpacing - radius), bridge.Y, frame);
    }

    private static SKPoint EyeCenter(FaceTraits face, int side) =>
        new(face.Center.X + (side * face.EyeSpacing) + (0.05f * face.Turn), face.Center.Y - (0.08f * face.HalfHeight));

    private static void PaintEye(SKCanvas canvas, FaceTraits face, int side)
    {
        var eye = EyeCenter(face, side);
        float half = face.EyeSize * 0.62f * face.EyeOpening;
        var lash = FacePalette.Darker(face.Skin, 0.72f);
        if (half > 0.01f)
        {
            using var almond = new SKPath();
            almond.MoveTo(eye.X - face.EyeSize, eye.Y);
            almond.QuadTo(eye.X, eye.Y - (2f * half), eye.X + face.EyeSize, eye.Y);
            almond.QuadTo(eye.X, eye.Y + (2f * half), eye.X - face.EyeSize, eye.Y);
            using var white = Brush.Fill(FacePalette.Rgb(0xF7F4EE));
            canvas.DrawPath(almond, white);
            using (new SKAutoCanvasRestore(canvas))
            {
                canvas.ClipPath(almond, antialias: true);
                float x = eye.X + (0.35f * face.EyeSize * face.Turn);
                using var iris = Brush.Fill(face.Iris);
                using var pupil = Brush.Fill(FacePalette.Rgb(0x120C0A));
                using var glint = Brush.Fill(SKColors.White);
                canvas.DrawCircle(x, eye.Y, 0.58f * face.EyeSize, iris);
                canvas.DrawCircle(x, eye.Y, 0.29f * face.EyeSize, pupil);
                canvas.DrawCircle(x + (0.2f * face.EyeSize), eye.Y - (0.22f * face.EyeSize), 0.15f * face.EyeSize, glint);
            }
        }

        using var lid = new SKPath();
        lid.MoveTo(eye.X - face.EyeSize, eye.Y);
        lid.QuadTo(eye.X, eye.Y - (2f * half), eye.X + face.EyeSize, eye.Y);
        using var lidLine = Brush.Stroke(lash, 0.015f);
        canvas.DrawPath(lid, lidLine);
        PaintBrow(canvas, face, eye, side);
    }

    private static void PaintBrow(SKCanvas canvas, FaceTraits face, SKPoint eye, int side)
    {
        float inner = eye.X - (side * 0.9f * face.EyeSize);
        float outer = eye.X + (side * 1.15f * face.EyeSize);
        float height = eye.Y - face.EyeSize - 0.035f;
        float slant = 0.022f * face.BrowSlant;
        using var brow = new SKPath();
        brow.MoveTo(inner, height + slant);
        brow.QuadTo(eye.X, height - 0.03f, outer, height - slant + 0.008f);
        using var paint = Brush.Stroke(FacePalette.Mix(FacePalette.Darker(face.HairColor, 0.25f), face.Skin, 0.15f), face.BrowWeight);
        canvas.DrawPath(brow, paint);
    }

    private static void PaintNose(SKCanvas canvas, FaceTraits face)
    {
        float x = face.Center.X + (0.06f * face.Turn);
        float top = face.Center.Y - (0.02f * face.HalfHeight);
        float tip = top + face.NoseLength + 0.02f;
        int side = face.Light < 0 ? 1 : -1;
        using var nose = new SKPath();
        nose.MoveTo(x + (side * 0.012f), top);
        nose.QuadTo(x + (side * 0.05f), tip - 0.01f, x + (side * 0.03f), tip);
        nose.QuadTo(x, tip + 0.018f, x - (side * 0.028f), tip - 0.004f);
        using var shade = Brush.Stroke(FacePalette.Darker(face.Skin, 0.33f), 0.015f);
        canvas.DrawPath(nose, shade);
    }
}
