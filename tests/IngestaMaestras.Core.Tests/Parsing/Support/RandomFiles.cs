using System.Text;
using IngestaMaestras.Core.Layouts;

namespace IngestaMaestras.Core.Tests.Parsing.Support;

/// <summary>Random files: valid ones, the same with damage, and plain garbage.</summary>
internal static class RandomFiles
{
    private static readonly string[] Pieces =
    [
        "\n", "\n", "\r\n", "\r", " ", "   ", "0", "19", "20240229", "A", "XYZ", "-1", "+3.5", "2,50", "S", "SÍ", "NO", "|",
        ";", ",", "\t", "#", "Ñ", "¿", "\u0085", "\u0000", "\u001A", "\u007F", "漢", "😀", "\uFEFF",
    ];

    public static byte[] Valid(Layout layout, Random random, int maxLines = 8)
    {
        List<byte> file = [];
        if (random.Next(4) == 0)
            file.AddRange(Bom);
        if (layout.IgnoreHeader)
            file.AddRange([.. "CABECERA\u0001|"u8, (byte)'\n']);
        string end = random.Next(3) == 0 ? "\r\n" : "\n";
        for (int i = random.Next(maxLines + 1); i > 0; i--)
        {
            file.AddRange(RecordLineWriter.Write(layout, RandomLayouts.Record(layout, random), random));
            if (i > 1 || random.Next(3) > 0)
                file.AddRange(Encoding.ASCII.GetBytes(end));
        }

        if (random.Next(4) == 0)
            file.Add(0x1A);
        return [.. file];
    }

    public static byte[] Damaged(Layout layout, Random random)
    {
        List<byte> file = [.. Valid(layout, random)];
        for (int i = random.Next(1, 6); i > 0 && file.Count > 0; i--)
        {
            int at = random.Next(file.Count);
            switch (random.Next(5))
            {
                case 0:
                    file[at] = (byte)random.Next(256);
                    break;
                case 1:
                    file.InsertRange(at, Piece(random));
                    break;
                case 2:
                    file.RemoveRange(at, Math.Min(random.Next(1, 10), file.Count - at));
                    break;
                case 3:
                    file.RemoveRange(at, file.Count - at);
                    break;
                default:
                    file.InsertRange(at, file.GetRange(0, Math.Min(at, 20)));
                    break;
            }
        }

        return [.. file];
    }

    public static byte[] Garbage(Random random)
    {
        List<byte> file = [];
        for (int i = random.Next(60); i > 0; i--)
            file.AddRange(Piece(random));
        return [.. file];
    }

    private static byte[] Bom => [0xEF, 0xBB, 0xBF];

    private static byte[] Piece(Random random) => random.Next(4) switch
    {
        0 => [(byte)random.Next(256)],
        1 => Encoding.Latin1.GetBytes(Pieces[random.Next(Pieces.Length)]),
        _ => Encoding.UTF8.GetBytes(Pieces[random.Next(Pieces.Length)]),
    };
}
