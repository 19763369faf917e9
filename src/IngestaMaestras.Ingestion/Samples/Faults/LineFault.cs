using System.Text;
using IngestaMaestras.Core.Layouts;

namespace IngestaMaestras.Ingestion.Samples.Faults;

/// <summary>A line that is wrong as a whole.</summary>
internal sealed class LineFault(Layout layout, LineDamage damage) : PlantedFault
{
    private const byte LoneByteOfUtf8 = 0xD1; // Ñ as latin-1 has it.
    private const byte NeverInUtf8 = 0xFF;
    private const byte UndefinedInCp1252 = 0x81;

    // Without CR and Ctrl-Z, which mean something else at the end of a line or of the file.
    private static readonly byte[] Controls = [0x00, 0x01, 0x07, 0x09, 0x0B, 0x1B, 0x1F, 0x7F];

    // A line that is cut to nothing is lost when no newline follows.
    public override bool IsNeverLast => damage == LineDamage.Short;

    public override int Spoil(Span<byte> line, ulong seed)
    {
        SampleRandom random = new(seed);
        switch (damage)
        {
            case LineDamage.Short:
                return LineCut.BeforeLastRequired(layout, line);
            case LineDamage.TooFewParts:
                return LineCut.AfterLastRequired(layout, line);
            case LineDamage.TooManyParts:
                line[Place(line, ref random)] = layout.Delimiter!.Value;
                return line.Length;
            case LineDamage.ControlCharacter:
                byte[] controls = [.. Controls.Where(c => c != layout.Delimiter)];
                line[Place(line, ref random)] = controls[random.Below(controls.Length)];
                return line.Length;
            case LineDamage.WrongEncoding:
                int place = Place(line, ref random);
                line[place] = layout.Encoding == SourceEncoding.Windows1252 ? UndefinedInCp1252
                    : place + 1 < line.Length && Ascii.IsValid(line[place + 1]) ? LoneByteOfUtf8
                    : NeverInUtf8;
                return line.Length;
            default:
                throw new InvalidOperationException($"LineDamage {damage}");
        }
    }

    /// <summary>Where a character of one byte stands that is no delimiter.</summary>
    private int Place(ReadOnlySpan<byte> line, ref SampleRandom random)
    {
        int start = random.Below(line.Length);
        for (int i = 0; i < line.Length; i++)
        {
            int place = (start + i) % line.Length;
            if (Ascii.IsValid(line[place]) && line[place] != layout.Delimiter)
                return place;
        }

        return start;
    }
}
