using System.Globalization;
using IngestaMaestras.Core.Toon;

namespace IngestaMaestras.Core.Layouts.Loading;

/// <summary>Reads the simple keys of a master.</summary>
internal static class SettingsReader
{
    public const int MaxWidth = 1 << 20;
    public const int MaxParts = 10_000;

    public static readonly IReadOnlyList<string> Keys =
    [
        "tabla_destino", "descripcion", "responsable", "encoding", "tipo", "delimitador", "ignore_header", "ancho",
        "partes", "separador_decimal", "modo", "umbral_alerta", "umbral_rechazo", "umbral_borrado", "esperado",
        "hora_limite", "kafka_topic", "kafka_format",
    ];

    private static readonly (string, SourceEncoding)[] Encodings =
    [
        ("utf-8", SourceEncoding.Utf8), ("utf8", SourceEncoding.Utf8),
        ("latin-1", SourceEncoding.Latin1), ("latin1", SourceEncoding.Latin1), ("iso-8859-1", SourceEncoding.Latin1),
        ("cp1252", SourceEncoding.Windows1252), ("windows-1252", SourceEncoding.Windows1252),
    ];

    private static readonly (string, RecordFormat)[] Formats =
    [
        ("fixed", RecordFormat.Fixed), ("fijo", RecordFormat.Fixed),
        ("delimitado", RecordFormat.Delimited), ("delimited", RecordFormat.Delimited),
    ];

    private static readonly (string, LoadMode)[] Modes =
        [("completo", LoadMode.Full), ("incremental", LoadMode.Incremental)];

    private static readonly (string, bool)[] Expectations = [("diario", true), ("no", false)];

    private static readonly (string, char)[] DecimalSeparators = [(".", '.'), (",", ',')];

    private static readonly (string, EventFormat)[] EventFormats =
        [("json", EventFormat.Json), ("toon", EventFormat.Toon)];

    public static LayoutSettings Read(MasterScope scope, ToonEntry master, ToonObject body)
    {
        var format = scope.Word(body.Find("tipo"), Formats);
        if (format is null && body.Find("tipo").IsBlank())
        {
            scope.Missing(master, LayoutFault.MissingKey, "tipo", string.Join(", ", Formats.Select(f => f.Item1)));
        }

        var delimiter = ReadDelimiter(scope, master, body.Find("delimitador"), format);
        var parts = scope.Integer(body.Find("partes"), 1, MaxParts);
        if (parts is not null && format == RecordFormat.Fixed)
        {
            scope.Error(body.Find("partes")!, LayoutFault.NotForFixed, "partes");
        }

        return new LayoutSettings
        {
            Table = ReadTable(scope, master, body.Find("tabla_destino")),
            TablePlace = body.Find("tabla_destino")?.Value,
            Encoding = scope.Word(body.Find("encoding"), Encodings) ?? SourceEncoding.Utf8,
            Format = format,
            Delimiter = delimiter,
            DelimiterPlace = body.Find("delimitador")?.Value,
            IgnoreHeader = scope.Boolean(body.Find("ignore_header")) ?? false,
            Width = scope.Integer(body.Find("ancho"), 1, MaxWidth),
            Parts = parts,
            DecimalSeparator = scope.Word(body.Find("separador_decimal"), DecimalSeparators) ?? '.',
            Mode = scope.Word(body.Find("modo"), Modes) ?? LoadMode.Full,
            AlertThreshold = scope.Fraction(body.Find("umbral_alerta")),
            RejectThreshold = scope.Fraction(body.Find("umbral_rechazo")),
            DeleteThreshold = scope.Fraction(body.Find("umbral_borrado")),
            ExpectedDaily = scope.Word(body.Find("esperado"), Expectations) ?? true,
            Deadline = ReadDeadline(scope, body.Find("hora_limite")),
            KafkaTopic = ReadTopic(scope, body.Find("kafka_topic")),
            KafkaTopicPlace = body.Find("kafka_topic")?.Value,
            EventFormat = scope.Word(body.Find("kafka_format"), EventFormats),
            Description = scope.Text(body.Find("descripcion")),
            Owner = scope.Text(body.Find("responsable")),
        };
    }

    private static string? ReadTable(MasterScope scope, ToonEntry master, ToonEntry? entry)
    {
        if (scope.Text(entry)?.ToLowerInvariant() is not { } table)
        {
            if (entry.IsBlank())
            {
                scope.Missing(master, LayoutFault.MissingKey, "tabla_destino", "erp_…");
            }

            return null;
        }

        if (!LayoutNames.IsSafe(table))
        {
            scope.Error(entry!.Value, LayoutFault.TableName, table);
            return null;
        }

        if (LayoutNames.IsReservedTable(table))
        {
            scope.Error(entry!.Value, LayoutFault.ReservedTable, table);
            return null;
        }

        return table;
    }

    private static char? ReadDelimiter(MasterScope scope, ToonEntry master, ToonEntry? entry, RecordFormat? format)
    {
        // Not through Text: a tab or a space is what we look for, so nothing is trimmed.
        var text = entry?.Value is ToonPrimitive primitive ? primitive.ToText() : scope.Text(entry) ?? "";
        if (text.Length == 0)
        {
            if (format == RecordFormat.Delimited && entry.IsBlank())
            {
                scope.Missing(master, LayoutFault.MissingKey, "delimitador", "|");
            }

            return null;
        }

        if (format == RecordFormat.Fixed)
        {
            scope.Warning(entry!.Value, LayoutFault.DelimiterUnused);
            return null;
        }

        // The escape without quotes is how a tab is usually meant.
        text = text == "\\t" ? "\t" : text;
        if (text.Length == 1 && IsDelimiter(text[0]))
        {
            return text[0];
        }

        scope.Error(entry!.Value, LayoutFault.Delimiter);
        return null;
    }

    private static bool IsDelimiter(char c) =>
        c == '\t' || (char.IsAscii(c) && !char.IsControl(c) && !char.IsLetterOrDigit(c) && c is not (' ' or '"' or '\''));

    private static TimeOnly? ReadDeadline(MasterScope scope, ToonEntry? entry)
    {
        if (scope.Text(entry) is not { } text)
        {
            return null;
        }

        if (TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
        {
            return time;
        }

        scope.Error(entry!.Value, LayoutFault.Deadline);
        return null;
    }

    private static string? ReadTopic(MasterScope scope, ToonEntry? entry)
    {
        if (scope.Text(entry) is not { } text)
        {
            return null;
        }

        if (LayoutNames.IsTopic(text))
        {
            return text;
        }

        scope.Error(entry!.Value, LayoutFault.Topic, text);
        return null;
    }
}
