namespace IngestaMaestras.Ingestion.Samples;

/// <summary>A way in which a whole file is wrong or unusual.</summary>
public enum SampleVariant
{
    /// <summary>A master's file has no byte (<c>ARCHIVO_VACIO</c>).</summary>
    Empty,

    /// <summary>One more file, with a name that no layout knows (<c>ARCHIVO_DESCONOCIDO</c>).</summary>
    Unknown,

    /// <summary>One more file of a master, ending in <c>.csv</c> (<c>EXTENSION_INVALIDA</c>).</summary>
    Extension,

    /// <summary>A master's file has one more line, cut in its middle: the end of the file.</summary>
    Truncated,

    /// <summary>A master's file has CRLF at the end of its lines.</summary>
    Crlf,

    /// <summary>A master's file starts with a byte order mark.</summary>
    Bom,

    /// <summary>A master's file ends with Ctrl-Z.</summary>
    ControlZ,

    /// <summary>A master's file has no newline after its last line.</summary>
    NoNewline,

    /// <summary>A master's file has one more first line, which looks like a header.</summary>
    Header,

    /// <summary>One more file of a master, of the day before, some rows of which differ.</summary>
    Older,
}
