using System.Text;

namespace IngestaMaestras.Core.Layouts;

/// <summary>How the lines of a file are cut.</summary>
public enum RecordFormat
{
    Fixed,
    Delimited,
}

/// <summary>The character encodings that a layout can declare.</summary>
public enum SourceEncoding
{
    Utf8,
    Latin1,
    Windows1252,
}

/// <summary>What an absent key means.</summary>
public enum LoadMode
{
    /// <summary><c>completo</c>: the file is the whole truth, absent keys are deleted.</summary>
    Full,

    /// <summary><c>incremental</c>: insert and update only.</summary>
    Incremental,
}

/// <summary>How a master's events are written to Kafka.</summary>
public enum EventFormat
{
    Json,
    Toon,
}

/// <summary>
/// One column of a master: cut from the file, or constant. Columns keep the layout's order, fields first,
/// constants after them.
/// </summary>
/// <param name="Name">As the layout writes it (<c>CODCADE</c>); unique in the layout whatever the case.</param>
/// <param name="ColumnName">Hub column: the name in lower case.</param>
/// <param name="Type">Type of the value.</param>
/// <param name="Required">A blank value rejects the record. Always true for key columns.</param>
/// <param name="IsKey">Part of <c>campos_clave</c> (of no column when the whole record is the key).</param>
/// <param name="Start">Fixed format: first character, from 0. Otherwise 0.</param>
/// <param name="End">Fixed format: one past the last character. Otherwise 0.</param>
/// <param name="Index">Delimited format: the part, from 0. Otherwise 0.</param>
/// <param name="Constant">The constant's text; null for a column that is cut from the file.</param>
public sealed record LayoutColumn(
    string Name,
    string ColumnName,
    FieldType Type,
    bool Required,
    bool IsKey,
    int Start = 0,
    int End = 0,
    int Index = 0,
    string? Constant = null)
{
    public bool IsConstant => Constant is not null;
}

/// <summary>The description of a master's file: where each field is, its type, its rules, its key, its topic.</summary>
public sealed record Layout
{
    /// <summary>The master's short name: base name of its files, in upper case (<c>XCADENA</c>).</summary>
    public required string Maestra { get; init; }

    /// <summary>Hub table, a safe lower-case identifier that starts with <c>erp_</c> or as the layout says.</summary>
    public required string Table { get; init; }

    public required SourceEncoding Encoding { get; init; }

    public required RecordFormat Format { get; init; }

    /// <summary>One ASCII byte; null for fixed format.</summary>
    public byte? Delimiter { get; init; }

    /// <summary>The first line is a header and is not read.</summary>
    public bool IgnoreHeader { get; init; }

    /// <summary>Every column in layout order: those cut from the file, then constants.</summary>
    public required IReadOnlyList<LayoutColumn> Columns { get; init; }

    /// <summary>The key's columns in <c>campos_clave</c> order; empty when the whole record is the key.</summary>
    public required IReadOnlyList<LayoutColumn> KeyColumns { get; init; }

    /// <summary>No <c>campos_clave</c>: rows are identified by a stored hash of all columns.</summary>
    public bool WholeRecordKey => KeyColumns.Count == 0;

    /// <summary>The key's fields as a report names them (<c>CODCIA, SUBLIN</c>); null when the whole record is the key.</summary>
    public string? KeyFields => WholeRecordKey ? null : string.Join(", ", KeyColumns.Select(c => c.Name));

    public IReadOnlyList<FieldRule> Rules { get; init; } = [];

    public string? KafkaTopic { get; init; }

    public EventFormat? EventFormat { get; init; }

    public string? Description { get; init; }

    /// <summary>Declared width of a line in characters (<c>ancho</c>).</summary>
    public int? Width { get; init; }

    /// <summary>Declared number of parts of a delimited line (<c>partes</c>); one more, blank, is accepted after a final delimiter.</summary>
    public int? Parts { get; init; }

    /// <summary><c>separador_decimal</c>: '.' or ','. No thousands separator is ever accepted.</summary>
    public char DecimalSeparator { get; init; } = '.';

    public LoadMode Mode { get; init; } = LoadMode.Full;

    /// <summary><c>umbral_alerta</c>: share of rejected records (0 to 1) above which the file alerts.</summary>
    public decimal AlertThreshold { get; init; } = 0.05m;

    /// <summary><c>umbral_rechazo</c>: share of rejected records above which the file fails; null for none.</summary>
    public decimal? RejectThreshold { get; init; }

    /// <summary><c>umbral_borrado</c>: share of a table that a merge may delete without approval.</summary>
    public decimal DeleteThreshold { get; init; } = 0.20m;

    /// <summary><c>esperado: diario</c> (the default) or <c>no</c>: whether a date without this file is a finding.</summary>
    public bool ExpectedDaily { get; init; } = true;

    /// <summary><c>hora_limite</c>: Bogotá time of the business date after which the file counts as late.</summary>
    public TimeOnly? Deadline { get; init; }

    /// <summary><c>responsable</c>: who answers for this master at the ERP.</summary>
    public string? Owner { get; init; }

    /// <summary>
    /// SHA-256, lower-case hexadecimal, of what decides how a file is read and stored: the columns, types, key, rules,
    /// encoding, format and mode, in a canonical text. Descriptions and owners do not change it.
    /// </summary>
    public required string Fingerprint { get; init; }

    /// <summary>The layout as TOON text, this master alone; kept by fingerprint in the hub.</summary>
    public required string Source { get; init; }

    /// <summary>Where the layout was read from, for messages; empty for one built in code.</summary>
    public string SourceFile { get; init; } = "";

    public LayoutColumn? FindColumn(string name) =>
        Columns.FirstOrDefault(c => string.Equals(c.Name, name, StringComparison.OrdinalIgnoreCase));

    public IEnumerable<ReferenceRule> References => Rules.OfType<ReferenceRule>();

    /// <summary>The .NET encoding of the file; it throws on bytes that are not valid in it.</summary>
    public Encoding GetEncoding() => Encoding switch
    {
        SourceEncoding.Utf8 => new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true),
        SourceEncoding.Latin1 => System.Text.Encoding.Latin1,
        SourceEncoding.Windows1252 => CodePagesEncodingProvider.Instance.GetEncoding(
            1252, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback)!,
        _ => throw new InvalidOperationException($"SourceEncoding {Encoding}"),
    };
}
