using IngestaMaestras.Core.Parsing;

namespace IngestaMaestras.Portal.Pages.Support;

/// <summary>The error types that a filter offers, in groups.</summary>
internal static class ErrorTypes
{
    /// <summary>What is wrong is the file's name: correcting what it holds does not help.</summary>
    public static bool IsAboutName(string? type) => type is ErrorType.UnknownFile or ErrorType.InvalidExtension;

    public static IReadOnlyList<(string Group, IReadOnlyList<string> Types)> Groups { get; } =
    [
        ("Errors.GroupRecord",
        [
            ErrorType.RequiredField, ErrorType.InvalidType, ErrorType.LengthExceeded, ErrorType.OutOfRange, ErrorType.InvalidPattern,
            ErrorType.ValueNotAllowed, ErrorType.DuplicateKey, ErrorType.MissingReference, ErrorType.ShortLine, ErrorType.LongLine,
            ErrorType.MalformedLine, ErrorType.InvalidEncoding,
        ]),
        ("Errors.GroupFile",
        [
            ErrorType.EmptyFile, ErrorType.UnknownFile, ErrorType.InvalidExtension, ErrorType.MissingFile, ErrorType.LateFile,
            ErrorType.NoValidRecords, ErrorType.ExcessiveRejects, ErrorType.ExcessiveDeletes, ErrorType.InvalidLayout,
        ]),
        ("Errors.GroupSystem", [ErrorType.Postgres, ErrorType.Kafka, ErrorType.Oracle, ErrorType.FileSystem]),
    ];
}
