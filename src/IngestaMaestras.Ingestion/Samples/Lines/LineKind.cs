namespace IngestaMaestras.Ingestion.Samples.Lines;

/// <summary>What <see cref="SampleLines"/> has come to.</summary>
internal enum LineKind
{
    /// <summary>The line that names the fields, which is not read.</summary>
    Header,

    /// <summary>A record, good or bad.</summary>
    Record,

    /// <summary>No line: a row that is not there any more.</summary>
    Deletion,
}
