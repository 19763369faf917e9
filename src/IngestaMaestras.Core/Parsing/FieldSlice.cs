namespace IngestaMaestras.Core.Parsing;

/// <summary>Where a field's bytes are in its line. A field that begins at or past the line's end is absent.</summary>
internal readonly record struct FieldSlice(int Start, int Length)
{
    public static FieldSlice Absent => new(-1, 0);

    public bool IsAbsent => Start < 0;
}
