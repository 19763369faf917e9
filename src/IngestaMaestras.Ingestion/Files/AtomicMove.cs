using System.ComponentModel;
using System.Runtime.InteropServices;

namespace IngestaMaestras.Ingestion.Files;

/// <summary>What became of a move.</summary>
public enum MoveResult
{
    Moved,

    /// <summary>Nothing is at the source.</summary>
    SourceMissing,

    /// <summary>Something is at the target already; neither was touched.</summary>
    TargetExists,
}

/// <summary>
/// Renames a file without ever replacing another: looking first and renaming then loses files when two do it at once,
/// so the kernel decides (<c>renameat2</c> with <c>RENAME_NOREPLACE</c>; a file system that lacks it gets link and
/// unlink, which refuses an existing name just the same).
/// </summary>
public static partial class AtomicMove
{
    private const int CurrentFolder = -100; // AT_FDCWD
    private const uint NoReplace = 1; // RENAME_NOREPLACE
    private const int NoEntry = 2; // ENOENT
    private const int Exists = 17; // EEXIST
    private const int InvalidArgument = 22; // EINVAL
    private const int NoSystemCall = 38; // ENOSYS

    /// <summary>Moves within one volume; the target's folder must exist.</summary>
    /// <exception cref="IOException">Any other fault of the file system (permission, full disk, other volume).</exception>
    public static MoveResult Move(string source, string target)
    {
        if (renameat2(CurrentFolder, source, CurrentFolder, target, NoReplace) == 0)
        {
            return MoveResult.Moved;
        }

        var error = Marshal.GetLastPInvokeError();
        return error is InvalidArgument or NoSystemCall ? LinkAndUnlink(source, target) : Explain(error, source, target);
    }

    private static MoveResult LinkAndUnlink(string source, string target)
    {
        if (link(source, target) != 0)
        {
            return Explain(Marshal.GetLastPInvokeError(), source, target);
        }

        return unlink(source) == 0 ? MoveResult.Moved : Explain(Marshal.GetLastPInvokeError(), source, target);
    }

    private static MoveResult Explain(int error, string source, string target) => error switch
    {
        Exists => MoveResult.TargetExists,
        NoEntry when FileStat.TryRead(source) is null => MoveResult.SourceMissing,
        _ => throw new IOException($"No se pudo mover {source} a {target}: {new Win32Exception(error).Message}"),
    };

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int renameat2(int sourceFolder, string source, int targetFolder, string target, uint flags);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int link(string source, string target);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int unlink(string path);
}
