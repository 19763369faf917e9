namespace IngestaMaestras.Core.Toon;

/// <summary>One line that is not blank, as offsets into the text.</summary>
/// <param name="Number">Line number, from 1.</param>
/// <param name="Origin">Offset of the line's first character.</param>
/// <param name="Start">Offset of the first character after the indentation.</param>
/// <param name="End">Offset after the last character, without the line break.</param>
/// <param name="Depth">Levels of indentation.</param>
/// <param name="BlankBefore">Number of the first of the blank lines just above; 0 when there is none.</param>
internal readonly record struct ToonLine(int Number, int Origin, int Start, int End, int Depth, int BlankBefore);
