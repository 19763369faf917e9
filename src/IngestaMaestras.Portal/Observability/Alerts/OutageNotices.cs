using System.Text.Json;
using IngestaMaestras.Ingestion.Files;

namespace IngestaMaestras.Portal.Observability.Alerts;

/// <summary>
/// What was told while the database was away, in a file for each message under the data root: all processes share it, so one
/// of them tells, and what was told outlives it. Whoever sends holds the file's lock, which goes with a process that dies.
/// </summary>
internal sealed class OutageNotices(DataFolders folders, TimeProvider time, ILogger<OutageNotices> logger)
{
    /// <summary>Longer than a night: what has been told of it is not told again in the next outage.</summary>
    private static readonly TimeSpan KeptFor = TimeSpan.FromDays(2);

    private string Folder { get; } = Path.Combine(folders.Root, ".avisos");

    /// <summary>Sends a message unless another process has.</summary>
    /// <param name="sendAsync">True: it is out.</param>
    /// <returns>Whether it is out, whoever sent it.</returns>
    public async Task<bool> TellOnceAsync(AlertNotice notice, Func<Task<bool>> sendAsync)
    {
        FileStream file;
        try
        {
            Directory.CreateDirectory(Folder);
            file = new FileStream(PathOf(notice), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            if (File.Exists(PathOf(notice)))
            {
                // Another process is at it; if it does not succeed, the next attempt is anybody's.
                return false;
            }

            // Better told twice than not at all.
            logger.LogWarning("No se pudo anotar en {Folder} que se avisa: {Reason}", Folder, e.Message);
            return await sendAsync();
        }

        await using (file)
        {
            if (file.Length > 0)
            {
                logger.LogInformation("Aviso {Cause} por {Channel}: ya lo envió otro proceso", notice.Alert.Cause, notice.Channel);
                return true;
            }

            if (!await sendAsync())
            {
                return false;
            }

            await JsonSerializer.SerializeAsync(file, notice);
            return true;
        }
    }

    /// <summary>What was told, by whatever process.</summary>
    public IReadOnlyList<AlertNotice> ReadTold()
    {
        List<AlertNotice> told = [];
        foreach (var path in Files())
        {
            try
            {
                if (JsonSerializer.Deserialize<AlertNotice>(File.ReadAllBytes(path)) is { } notice)
                {
                    told.Add(notice);
                }
            }
            catch (Exception e) when (e is IOException or JsonException or UnauthorizedAccessException)
            {
                // Being written, or never was: the next look sees.
                logger.LogDebug("Aviso a medias en {Path}: {Reason}", path, e.Message);
            }
        }

        return told;
    }

    /// <summary>Removes what is old enough, once it is remembered elsewhere.</summary>
    public void Forget()
    {
        foreach (var path in Files().Where(f => File.GetLastWriteTimeUtc(f) < time.GetUtcNow().UtcDateTime - KeptFor))
        {
            File.Delete(path);
        }
    }

    private string[] Files() => Directory.Exists(Folder) ? Directory.GetFiles(Folder, "*.json") : [];

    /// <summary>Names of alerts, dependencies and channels are ours; a master's is a file's name.</summary>
    private string PathOf(AlertNotice notice) => Path.Combine(
        Folder, $"{notice.Alert.Night:yyyy-MM-dd}-{notice.Alert.Cause.Replace(':', '-')}-{notice.Channel}.json");
}
