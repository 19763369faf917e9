using System.Text;
using IngestaMaestras.Core.Layouts;

namespace IngestaMaestras.Ingestion.Queries.Files;

/// <summary>
/// Reads a page of lines from anywhere in a file: what it reads depends on the page and never on where it begins, nor on
/// how long lines are.
/// </summary>
public static class FilePreview
{
    public const int PageLines = 50;

    /// <summary>Characters of a line that are shown.</summary>
    public const int MaxCharacters = 1_000;

    /// <summary>Bytes of a page; a line that is longer goes on on the next one.</summary>
    private const int PageBytes = 256 * 1024;

    private const int MaxUtf8Bytes = 4;
    private const byte LineFeed = (byte)'\n';

    /// <param name="layout">Gives the encoding; null: UTF-8.</param>
    public static async Task<PreviewPage> ReadAsync(Stream file, PreviewPlace place, Layout? layout, CancellationToken ct)
    {
        var size = file.Length;
        var offset = Math.Clamp(place.Offset, 0, size);
        var before = await ReadAsync(file, Math.Max(0, offset - PageBytes), offset, ct);
        var isContinuation = before is [.., not LineFeed];
        var page = await ReadAsync(file, offset, Math.Min(size, offset + PageBytes), ct);

        List<PreviewLine> lines = [];
        var encoding = Lenient(layout);
        var number = offset == 0 ? 1 : place.Line;
        var at = 0;
        while (at < page.Length && lines.Count < PageLines)
        {
            var length = page.AsSpan(at).IndexOf(LineFeed);
            if (length < 0 && lines.Count > 0 && offset + page.Length < size)
            {
                break; // Cut by the page's end: it begins the next one.
            }

            var bytes = page.AsSpan(at, length < 0 ? page.Length - at : length);
            lines.Add(ToLine(bytes, encoding, number, offset + at == 0, isContinuation && lines.Count == 0));
            at += bytes.Length + (length < 0 ? 0 : 1);
            number += length < 0 ? 0 : 1;
        }

        var end = offset + at;
        var last = await FindStartBeforeAsync(file, new PreviewPlace(size, null), ct);
        return new PreviewPage(
            lines, new PreviewPlace(offset, offset == 0 ? 1 : place.Line), size,
            offset == 0 ? null : StartBefore(before, new PreviewPlace(offset, place.Line)),
            end >= size ? null : new PreviewPlace(end, number),
            end >= size ? null : last);
    }

    private static async Task<PreviewPlace> FindStartBeforeAsync(Stream file, PreviewPlace place, CancellationToken ct) =>
        StartBefore(await ReadAsync(file, Math.Max(0, place.Offset - PageBytes), place.Offset, ct), place);

    /// <summary>The page of lines that ends at a place.</summary>
    /// <param name="before">The bytes before the place.</param>
    private static PreviewPlace StartBefore(byte[] before, PreviewPlace place)
    {
        // The line feed that ends the last of those lines does not begin another one. Without it, that line is the place's own.
        var endsWhole = before is [.., LineFeed];
        var at = endsWhole ? before.Length - 1 : before.Length;
        var isFromStart = place.Offset == before.Length;
        long? NumberOf(int lines) => place.Line - lines + (endsWhole ? 0 : 1);
        var lines = 0;
        while (lines < PageLines && at > 0)
        {
            lines++;
            at = before.AsSpan(0, at).LastIndexOf(LineFeed);
            if (at < 0)
            {
                // Further back than is read: the page begins at the earliest line that was seen whole, or in the middle of one.
                var first = before.AsSpan(0, before.Length - 1).IndexOf(LineFeed) + 1;
                return isFromStart ? PreviewPlace.Start
                    : new PreviewPlace(place.Offset - before.Length + first, NumberOf(first > 0 ? lines - 1 : lines));
            }
        }

        // A line feed at the very start of what was read ends an empty line there, the file's first if it is the file's start.
        return lines < PageLines && isFromStart
            ? PreviewPlace.Start
            : new PreviewPlace(place.Offset - before.Length + at + 1, NumberOf(lines));
    }

    private static PreviewLine ToLine(ReadOnlySpan<byte> bytes, Encoding encoding, long? number, bool isFirst, bool isContinuation)
    {
        var line = bytes is [.. var text, (byte)'\r'] ? text : bytes;
        // Its mark belongs to no line: with it, everything would stand one column to the right.
        if (isFirst && line.StartsWith(Encoding.UTF8.Preamble))
        {
            line = line[Encoding.UTF8.Preamble.Length..];
        }

        var limit = (MaxCharacters + 1) * MaxUtf8Bytes;
        var decoded = encoding.GetString(line.Length > limit ? line[..limit] : line);
        var shown = decoded.Length <= MaxCharacters ? decoded : decoded[..(char.IsHighSurrogate(decoded[MaxCharacters - 1]) ? MaxCharacters - 1 : MaxCharacters)];
        return new PreviewLine(number, shown, shown.Length < decoded.Length || line.Length > limit, isContinuation);
    }

    /// <summary>The file's encoding; what it does not know shows as U+FFFD.</summary>
    private static Encoding Lenient(Layout? layout)
    {
        var encoding = (Encoding)(layout?.GetEncoding() ?? Encoding.UTF8).Clone();
        encoding.DecoderFallback = new DecoderReplacementFallback("\uFFFD");
        return encoding;
    }

    private static async Task<byte[]> ReadAsync(Stream file, long from, long to, CancellationToken ct)
    {
        var bytes = new byte[to - from];
        file.Seek(from, SeekOrigin.Begin);
        var count = await file.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, ct);
        return count == bytes.Length ? bytes : bytes[..count];
    }
}
