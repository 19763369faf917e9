using System.Globalization;
using System.Text;
using static IngestaMaestras.Portal.Pages.Support.PageTexts;

namespace IngestaMaestras.Portal.Pages.Support;

/// <summary>A character that does not show what it is: invisible, a stand-in, or the image of another one.</summary>
/// <param name="Position">From 0, counted in characters as layouts count.</param>
/// <param name="Code">Its code (<c>U+00A0</c>).</param>
/// <param name="Name">What it is, in words.</param>
internal sealed record OddCharacter(int Position, string Code, string Name)
{
    private const int FullWidthFirst = 0xFF01;
    private const int FullWidthLast = 0xFF5E;
    private const int FullWidthOffset = 0xFEE0;

    /// <summary>Letters of other alphabets that look like one of ours, each followed by it.</summary>
    private const string LookAlikes =
        "АAВBЕEЅSІIЈJКKМMНHОOРPСCТTУYХXаaеeоoрpсcуyхxѕsіiјjΑAΒBΕEΖZΗHΙIΚKΜMΝNΟOΡPΤTΥYΧXοoνv";

    /// <param name="allowed">The character that separates parts, whatever it is.</param>
    public static IReadOnlyList<OddCharacter> Find(string text, char? allowed)
    {
        List<OddCharacter> found = [];
        var position = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value != allowed && NameOf(rune) is { } name)
            {
                found.Add(new OddCharacter(position, CodeOf(rune), name));
            }

            position++;
        }

        return found;
    }

    public static string CodeOf(Rune rune) => string.Create(CultureInfo.InvariantCulture, $"U+{rune.Value:X4}");

    /// <summary>Null for a character that is what it seems.</summary>
    public static string? NameOf(Rune rune)
    {
        if (rune.Value is >= ' ' and < 0x7F)
        {
            return null;
        }

        if (PageTexts.Find(string.Create(CultureInfo.InvariantCulture, $"Odd.U{rune.Value:X4}")) is { } own)
        {
            return own;
        }

        if (rune.Value is >= FullWidthFirst and <= FullWidthLast)
        {
            return T("Odd.LooksLike", (char)(rune.Value - FullWidthOffset));
        }

        var look = rune.IsBmp ? LookAlikes.IndexOf((char)rune.Value, StringComparison.Ordinal) : -1;
        if (look >= 0 && look % 2 == 0)
        {
            return T("Odd.LooksLike", LookAlikes[look + 1]);
        }

        return Rune.GetUnicodeCategory(rune) switch
        {
            UnicodeCategory.Control => T("Odd.Control"),
            UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => T("Odd.Invisible"),
            UnicodeCategory.SpaceSeparator => T("Odd.Space"),
            UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.SpacingCombiningMark => T("Odd.Combining"),
            UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned => T("Odd.Unknown"),
            _ => null,
        };
    }
}
