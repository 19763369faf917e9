namespace IngestaMaestras.Core.Layouts.Loading;

/// <summary>
/// Everything that can be wrong in a layout. Each member has two texts in <c>LayoutMessages.resx</c>: its own name (the
/// sentence) and its name followed by <c>.Expected</c>.
/// </summary>
internal enum LayoutFault
{
    // The text and its masters
    ControlCharacter,
    RootNotObject,
    NoMasters,
    MasterNotObject,
    MaestraName,
    DuplicateMaestra,
    DuplicateTable,
    DuplicateTopic,

    // Keys and values
    UnknownKey,
    MissingKey,
    NotScalar,
    NotInteger,
    NotBoolean,
    NotFraction,
    UnknownWord,
    NotTable,
    NotTableRow,
    UnknownTableColumn,
    MissingCell,

    // Settings of the file
    TableName,
    ReservedTable,
    Delimiter,
    DelimiterUnused,
    DecimalSeparatorIsDelimiter,
    NotForFixed,
    NotForDelimited,
    Topic,
    Deadline,

    // Columns
    NoFields,
    TooManyColumns,
    ColumnName,
    ReservedColumn,
    DuplicateColumn,
    EndBeforeStart,
    Overlap,
    BeyondWidth,
    BeyondParts,
    RepeatedPart,
    UnknownType,
    TextLength,
    IntegerDigits,
    DecimalDigits,
    DateFormat,
    BooleanTexts,
    TypeWiderThanField,
    ConstantBlank,
    ConstantControl,
    ConstantType,

    // Key
    KeyNotList,
    UnknownKeyColumn,
    RepeatedKeyColumn,
    WholeRecordKey,

    // Rules
    RuleColumn,
    RuleValueMissing,
    RangeSyntax,
    RangeEmpty,
    RangeOnType,
    LengthSyntax,
    LengthEmpty,
    PatternInvalid,
    PatternUnsupported,
    ValuesBlank,
    ValuesRepeated,
    ValuesType,
    ConstantBreaksRule,

    // References
    ReferenceSyntax,
    ReferenceTable,
    ReferenceColumn,
    ReferenceNotKey,
    ReferenceType,
    ReferenceCycle,
}
