namespace IngestaMaestras.Core.Parsing;

/// <summary>Values of <c>error_log.error_type</c>: the words that operators query by.</summary>
public static class ErrorType
{
    // Record level
    public const string InvalidEncoding = "ENCODING_INVALIDO";
    public const string ShortLine = "LINEA_CORTA";
    public const string LongLine = "LINEA_LARGA";
    public const string MalformedLine = "LINEA_MALFORMADA";
    public const string RequiredField = "CAMPO_REQUERIDO";
    public const string InvalidType = "TIPO_INVALIDO";
    public const string LengthExceeded = "LONGITUD_EXCEDIDA";
    public const string OutOfRange = "FUERA_DE_RANGO";
    public const string InvalidPattern = "PATRON_INVALIDO";
    public const string ValueNotAllowed = "VALOR_NO_PERMITIDO";
    public const string DuplicateKey = "CLAVE_DUPLICADA";
    public const string MissingReference = "REFERENCIA_INEXISTENTE";

    /// <summary>What can be wrong with one record.</summary>
    public static IReadOnlyList<string> OfRecords { get; } =
    [
        InvalidEncoding, ShortLine, LongLine, MalformedLine, RequiredField, InvalidType, LengthExceeded, OutOfRange, InvalidPattern,
        ValueNotAllowed, DuplicateKey, MissingReference,
    ];

    // File level
    public const string EmptyFile = "ARCHIVO_VACIO";
    public const string UnknownFile = "ARCHIVO_DESCONOCIDO";
    public const string InvalidExtension = "EXTENSION_INVALIDA";
    public const string MissingFile = "ARCHIVO_FALTANTE";
    public const string LateFile = "ARCHIVO_TARDIO";
    public const string NoValidRecords = "SIN_REGISTROS_VALIDOS";
    public const string ExcessiveRejects = "RECHAZO_EXCESIVO";
    public const string ExcessiveDeletes = "BORRADO_EXCESIVO";
    public const string InvalidLayout = "LAYOUT_INVALIDO";

    // System level
    public const string Postgres = "ERROR_POSTGRES";
    public const string Kafka = "ERROR_KAFKA";
    public const string Oracle = "ERROR_ORACLE";
    public const string FileSystem = "ERROR_ARCHIVO";
}
