namespace TrainFaces.Reports;

/// <summary>The sample grid of an epoch in a report.</summary>
/// <param name="Epoch">The epoch; 0 for the state before the training.</param>
/// <param name="MediaType">The type of the file.</param>
/// <param name="Content">The file.</param>
/// <param name="Width">The width of the grid in pixels, before it was compressed.</param>
/// <param name="Height">The height of the grid in pixels, before it was compressed.</param>
internal sealed record ReportPicture(int Epoch, string MediaType, byte[] Content, int Width, int Height);
