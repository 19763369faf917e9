using System.Text;
using IngestaMaestras.Core.Layouts;

namespace IngestaMaestras.Core.Tests.Corrections;

/// <summary>Random files in the shape of a master's: as wide as its lines, with as many parts, in its encoding.</summary>
internal static class MasterFiles
{
    private const string Characters = "ABCXYZ0123456789  ÑÁé*.#/-";
    private const int DefaultParts = 6;

    /// <summary>Well-formed or with bytes that are anything, with ends of lines of either kind.</summary>
    public static byte[] Any(Layout layout, Random random)
    {
        List<byte> file = random.Next(4) == 0 ? [0xEF, 0xBB, 0xBF] : [];
        for (int i = random.Next(1, 6); i > 0; i--)
        {
            file.AddRange(Line(layout, random));
            file.AddRange(random.Next(3) == 0 ? "\r\n"u8 : "\n"u8);
        }

        for (int damage = random.Next(2) * random.Next(8); damage > 0; damage--)
            file[random.Next(file.Count)] = (byte)random.Next(256);
        if (random.Next(3) == 0)
            file.RemoveRange(file.Count - random.Next(1, Math.Min(40, file.Count)), 1);
        if (random.Next(4) == 0)
            file.Add(0x1A);
        return [.. file];
    }

    public static byte[] Line(Layout layout, Random random)
    {
        string line = layout.Format == RecordFormat.Fixed
            ? Text(random, layout.Width ?? layout.Columns.Max(c => c.End))
            : string.Join(
                (char)layout.Delimiter!.Value,
                Enumerable.Range(0, layout.Parts ?? Math.Max(DefaultParts, layout.Columns.Max(c => c.Index) + 1)).Select(_ => Text(random, random.Next(0, 12))));
        return layout.GetEncoding().GetBytes(line);
    }

    private static string Text(Random random, int length)
    {
        StringBuilder text = new();
        for (int i = 0; i < length; i++)
            text.Append(Characters[random.Next(Characters.Length)]);
        return text.ToString();
    }
}
