using System.Security.Cryptography;
using System.Text;
using IngestaMaestras.Core.Layouts;

namespace IngestaMaestras.Ingestion.Layouts;

/// <summary>Reads the <c>*.toon</c> files of a folder, whatever state they are in.</summary>
public static class LayoutFolder
{
    public const string Extension = ".toon";

    /// <summary>Far above any layout: what is longer is something else under a layout's name.</summary>
    public const int MaxFileBytes = 4 << 20;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static readonly EnumerationOptions Visible = new()
    {
        MatchCasing = MatchCasing.CaseInsensitive,
        AttributesToSkip = FileAttributes.Hidden | FileAttributes.System,
        IgnoreInaccessible = false,
    };

    /// <exception cref="LayoutFolderException">The folder is missing or may not be read.</exception>
    public static LayoutFolderContent Read(string folder)
    {
        List<LayoutText> texts = [];
        List<LayoutProblem> problems = [];
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var fileCount = List(folder).Count(path => TryReadFile(path, texts, problems, hash));
        if (fileCount == 0)
        {
            problems.Add(LayoutFolderMessages.Problem(Path.GetFileName(folder), 0, 0, "Empty", folder));
        }

        return new LayoutFolderContent(texts, fileCount, problems, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    private static string[] List(string folder)
    {
        try
        {
            return [.. Directory.EnumerateFiles(folder, "*" + Extension, Visible).Order(StringComparer.Ordinal)];
        }
        catch (Exception e) when (e is DirectoryNotFoundException or ArgumentException)
        {
            throw new LayoutFolderException(LayoutFolderMessages.Format("FolderMissing", folder), e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new LayoutFolderException(LayoutFolderMessages.Format("FolderDenied", folder), e);
        }
        catch (IOException e)
        {
            throw new LayoutFolderException(LayoutFolderMessages.Format("FolderUnreadable", folder, e.Message), e);
        }
    }

    /// <summary>False when there is no such file any more.</summary>
    private static bool TryReadFile(
        string path, List<LayoutText> texts, List<LayoutProblem> problems, IncrementalHash hash)
    {
        var name = Path.GetFileName(path);
        byte[] bytes;
        try
        {
            bytes = ReadBytes(path);
        }
        catch (FileNotFoundException) when (new FileInfo(path).LinkTarget is null)
        {
            // Removed since it was listed: as if it had never been there. (A link to nothing is a problem.)
            return false;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{name}\0{e.Message}\0"));
            problems.Add(LayoutFolderMessages.Problem(name, 0, 0, "FileUnreadable", e.Message));
            return true;
        }

        hash.AppendData(Encoding.UTF8.GetBytes($"{name}\0{bytes.Length}\0"));
        hash.AppendData(bytes);
        if (bytes.Length > MaxFileBytes)
        {
            problems.Add(LayoutFolderMessages.Problem(name, 0, 0, "FileTooLong", MaxFileBytes >> 20));
            return true;
        }

        try
        {
            texts.Add(new LayoutText(name, StrictUtf8.GetString(bytes)));
        }
        catch (DecoderFallbackException e)
        {
            // What can be read of it still takes part, so that other layouts are not blamed for its absence.
            texts.Add(new LayoutText(name, Encoding.UTF8.GetString(bytes)));
            problems.Add(NotUtf8(name, bytes, e));
        }

        return true;
    }

    private static byte[] ReadBytes(string path)
    {
        // The editor that is still writing must not be disturbed, and a huge file not be read whole.
        using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var buffer = new byte[Math.Min(stream.Length, MaxFileBytes) + 1];
        var length = stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        return buffer[..length];
    }

    private static LayoutProblem NotUtf8(string name, byte[] bytes, DecoderFallbackException e)
    {
        var before = bytes.AsSpan(0, Math.Clamp(e.Index, 0, bytes.Length));
        var line = before.Count((byte)'\n') + 1;
        var column = Encoding.UTF8.GetCharCount(before[(before.LastIndexOf((byte)'\n') + 1)..]) + 1;
        var found = string.Join(' ', (e.BytesUnknown ?? []).Select(b => $"0x{b:X2}"));
        return LayoutFolderMessages.Problem(name, line, column, "NotUtf8", found);
    }
}
