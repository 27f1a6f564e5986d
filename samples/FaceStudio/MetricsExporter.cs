namespace FaceStudio;

/// <summary>Where the metrics go.</summary>
internal enum MetricsExporter
{
    /// <summary>Nowhere. Tools such as dotnet-counters can still read them.</summary>
    None,

    /// <summary>The URL /metrics, in the text format of Prometheus.</summary>
    Prometheus,

    /// <summary>The collector in the standard environment variable OTEL_EXPORTER_OTLP_ENDPOINT.</summary>
    Otlp,
}
