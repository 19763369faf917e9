using System.ComponentModel;
using System.Runtime.InteropServices;

namespace IngestaMaestras.Ingestion.Files;

/// <summary>What the file system says of a path, without following a symbolic link.</summary>
/// <param name="IsRegular">A plain file: not a link, folder, pipe or device.</param>
/// <param name="Inode">Identity of the file on its volume.</param>
/// <param name="Device">Identity of the volume.</param>
/// <param name="Size">Bytes.</param>
/// <param name="ModifiedAt">Time of the last change of content.</param>
public sealed record FileStat(bool IsRegular, bool IsFolder, ulong Inode, ulong Device, long Size, DateTimeOffset ModifiedAt)
{
    /// <summary>Stats <paramref name="path"/>; null when nothing is there.</summary>
    /// <exception cref="IOException">The path cannot be looked at.</exception>
    public static FileStat? TryRead(string path) => Statx.TryRead(path);
}

/// <summary>Linux <c>statx(2)</c>: its structure is the same on every architecture, unlike <c>stat</c>'s.</summary>
internal static partial class Statx
{
    private const int CurrentFolder = -100; // AT_FDCWD
    private const int NoFollow = 0x100; // AT_SYMLINK_NOFOLLOW
    private const uint BasicStats = 0x7ff; // STATX_BASIC_STATS
    private const int StructureSize = 256;
    private const int NoEntry = 2; // ENOENT
    private const int NotFolder = 20; // ENOTDIR
    private const ushort TypeMask = 0xF000;
    private const ushort RegularFile = 0x8000;
    private const ushort Folder = 0x4000;

    public static FileStat? TryRead(string path)
    {
        Span<byte> buffer = stackalloc byte[StructureSize];
        if (statx(CurrentFolder, path, NoFollow, BasicStats, ref MemoryMarshal.GetReference(buffer)) != 0)
        {
            var error = Marshal.GetLastPInvokeError();
            return error is NoEntry or NotFolder
                ? null
                : throw new IOException($"{path}: {new Win32Exception(error).Message}");
        }

        var mode = MemoryMarshal.Read<ushort>(buffer[28..]);
        var seconds = MemoryMarshal.Read<long>(buffer[112..]);
        var nanoseconds = MemoryMarshal.Read<uint>(buffer[120..]);
        return new FileStat(
            (mode & TypeMask) == RegularFile,
            (mode & TypeMask) == Folder,
            MemoryMarshal.Read<ulong>(buffer[32..]),
            ((ulong)MemoryMarshal.Read<uint>(buffer[136..]) << 32) | MemoryMarshal.Read<uint>(buffer[140..]),
            MemoryMarshal.Read<long>(buffer[40..]),
            DateTimeOffset.FromUnixTimeSeconds(seconds).AddTicks(nanoseconds / 100));
    }

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int statx(int folder, string path, int flags, uint mask, ref byte buffer);
}
