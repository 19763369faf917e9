using System.Security.Cryptography;
using Dapper;
using IngestaMaestras.Ingestion.Files;
using IngestaMaestras.Ingestion.Operations;
using Npgsql;

namespace IngestaMaestras.Ingestion.Corrections;

/// <summary>
/// Saves what was corrected as a new file that takes the place of the old one, which stays where it is, and processes it.
/// A corrected rejects file keeps its name, and with it its origin: it adds to what the origin loaded.
/// </summary>
public sealed class CorrectionOperations(DataFolders folders, UploadStore uploads, FileLanding landing)
{
    private const string Action = "corregir_archivo";
    private const int ShownHash = 12;
    private const int LineHashBytes = 4;

    /// <summary>Enough of a line's hash to tell whether it changed.</summary>
    public static string HashOf(ReadOnlySpan<byte> line) => Convert.ToHexStringLower(SHA256.HashData(line).AsSpan(0, LineHashBytes));

    public async Task<CorrectionOutcome> SaveAsync(CorrectionDraft draft, CorrectionForm form, string user, CancellationToken ct)
    {
        var source = draft.Source;
        if (form.Sha256 != source.Sha256)
        {
            return Stale(DescribeChange(source, form));
        }

        if (draft.Problems.Count > 0)
        {
            return Refuse("CannotWrite");
        }

        if (draft.Changes.Count == 0)
        {
            return Refuse("NothingChanged");
        }

        if (draft.Verdicts.Count == 0)
        {
            return Refuse("NothingLeft");
        }

        if (draft.WrongLines > 0 && !form.AllowsErrors)
        {
            return new CorrectionOutcome(
                new OperationResult(false, CorrectionMessages.Format("StillWrong", draft.WrongLines)), AsksAboutErrors: true);
        }

        using MemoryStream bytes = new(draft.Bytes);
        var upload = await uploads.KeepAsync(bytes, long.MaxValue, ct);
        LandingRequest request = new(
            upload!.Value, source.FileName, draft.Bytes.Length, source.FileId, Run: true, user, Action,
            new { source.FileId, source.FileName, source.Path, source.FechaProceso, source.Layout.Maestra },
            new
            {
                Sha256Before = source.Sha256,
                Sha256After = Convert.ToHexStringLower(SHA256.HashData(draft.Bytes)),
                Read = draft.Verdicts.Count,
                Rejected = draft.WrongLines,
                Lines = draft.Changes,
            },
            ForgetsWhenRefused: true);
        var isStale = false;
        var result = await landing.LandAsync(
            request,
            async connection =>
            {
                var refusal = await FindRivalAsync(connection, source, form, ct) ?? await FindChangeAsync(source, form, ct);
                isStale = refusal is not null;
                return refusal;
            },
            ct);
        return new CorrectionOutcome(result, isStale);
    }

    /// <summary>Somebody has saved a correction of the same file since.</summary>
    private static async Task<string?> FindRivalAsync(NpgsqlConnection connection, CorrectionSource source, CorrectionForm form, CancellationToken ct)
    {
        var newest = await CorrectionSources.ReadLastRelativeAsync(connection, source.FileId, ct);
        if (newest <= form.LastRelative)
        {
            return null;
        }

        var (name, by) = await connection.QuerySingleAsync<(string Name, string? By)>(new CommandDefinition(
            """
            SELECT f.file_name, (SELECT user_name FROM audit_log a WHERE (a.result ->> 'file_id') = f.file_id::text AND a.procedure_name = @Action
                                  ORDER BY id DESC LIMIT 1)
              FROM file f WHERE f.file_id = @newest
            """,
            new { newest, Action },
            cancellationToken: ct));
        return CorrectionMessages.Format("AlreadyCorrected", by ?? CorrectionMessages.Format("Somebody"), newest, name);
    }

    /// <summary>Once more at the last moment: reading and judging took a while.</summary>
    private async Task<string?> FindChangeAsync(CorrectionSource source, CorrectionForm form, CancellationToken ct)
    {
        await using var stream = folders.TryOpenRead(source.Path);
        if (stream is null)
        {
            return CorrectionMessages.Format("Gone", source.Path);
        }

        var hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, ct));
        return hash == source.Sha256 ? null : DescribeChange(source with { Sha256 = hash }, form);
    }

    /// <summary>What is different since a form was made from the file.</summary>
    public static string DescribeChange(CorrectionSource source, CorrectionForm form)
    {
        var lines = form.LineHashes
            .Where(l => l.Key < 1 || l.Key > source.Lines.Count || HashOf(source.Lines[l.Key]) != l.Value).Select(l => l.Key).Order().ToList();
        return CorrectionMessages.Format(
            "FileChanged", form.Size, form.Sha256[..Math.Min(ShownHash, form.Sha256.Length)], source.Bytes.Length, source.Sha256[..ShownHash],
            lines.Count == 0 ? CorrectionMessages.Format("NoLineChanged") : CorrectionMessages.Format("ChangedLines", string.Join(", ", lines)));
    }

    private static CorrectionOutcome Refuse(string message) => new(new OperationResult(false, CorrectionMessages.Format(message)));

    private static CorrectionOutcome Stale(string sentence) => new(new OperationResult(false, sentence), IsStale: true);
}
