namespace IngestaMaestras.Core.Corrections;

/// <summary>A line as people edit it. Exactly one of the two is there, or neither: the line is too long to be edited.</summary>
/// <param name="Cells">The text of each field of the layout, constants left out, without the spaces around it.</param>
/// <param name="Whole">
/// The whole line, when cutting it into fields would hide what is wrong with it: the wrong number of parts, or characters
/// between the fields that no file may have.
/// </param>
public sealed record EditableLine(IReadOnlyList<string>? Cells, string? Whole)
{
    public static EditableLine TooLong { get; } = new(null, null);
}
