using IngestaMaestras.Core.Toon;

namespace IngestaMaestras.Core.Layouts.Loading;

/// <summary>A field or constant as far as it could be read.</summary>
internal sealed class ColumnDraft(string writtenName, ToonNode place)
{
    /// <summary>The earlier pipeline tolerated spaces and quotes around a name.</summary>
    public string Name { get; } = LayoutDraft.CleanName(writtenName);

    /// <summary>Where its name stands.</summary>
    public ToonNode Place { get; } = place;

    /// <summary>
    /// Null while unknown: declared but wrong, or (<see cref="IsTypeOpen"/>) a constant whose type a reference may give.
    /// </summary>
    public FieldType? Type { get; set; }

    /// <summary>A constant without a declared type.</summary>
    public bool IsTypeOpen { get; init; }

    public bool Required { get; init; }

    public int? Start { get; init; }

    public int? End { get; init; }

    public int? Index { get; init; }

    /// <summary>What a problem of the position is reported at.</summary>
    public ToonNode? PositionPlace { get; init; }

    public ToonNode? EndPlace { get; init; }

    public string? Constant { get; init; }

    public ToonNode? ConstantPlace { get; init; }
}
