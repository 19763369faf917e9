using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace IngestaMaestras.Portal.Hosting.Health;

/// <summary>
/// <c>portal.json</c> in the data root: where the running portal is, and the token with which programs of the same account
/// may ask it. Gone once it has stopped; one that is left by a crash leads nowhere.
/// </summary>
internal sealed record PortalFile(string Url, string Token)
{
    public const string Name = "portal.json";
    private const int TokenBytes = 32;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static PortalFile Create(string url) => new(Reachable(url), Convert.ToHexString(RandomNumberGenerator.GetBytes(TokenBytes)));

    /// <summary>The file of whoever serves these data; null when there is none that can be read.</summary>
    public static PortalFile? Find(string dataRoot)
    {
        try
        {
            return JsonSerializer.Deserialize<PortalFile>(File.ReadAllText(PathIn(dataRoot)), Json) is { Url: not null, Token: not null } file
                ? file
                : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Readable by this account alone from its first moment, and never half written.</summary>
    public void Write(string dataRoot)
    {
        var path = PathIn(dataRoot);
        var temporary = $"{path}.{Environment.ProcessId}";
        File.Delete(temporary);
        FileStreamOptions mine = new()
        {
            Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        };
        using (FileStream stream = new(temporary, mine))
        {
            JsonSerializer.Serialize(stream, this, Json);
        }

        File.Move(temporary, path, overwrite: true);
    }

    /// <summary>Removes it, unless another portal has written its own since.</summary>
    public void Remove(string dataRoot)
    {
        if (Find(dataRoot) == this)
        {
            File.Delete(PathIn(dataRoot));
        }
    }

    /// <summary>In a time that tells nothing about how much of it was right.</summary>
    public bool Accepts(string? token) =>
        token is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(token), Encoding.UTF8.GetBytes(Token));

    private static string PathIn(string dataRoot) => Path.Combine(dataRoot, Name);

    /// <summary>An address that means every one of this machine's is reached at the one that it always has.</summary>
    private static string Reachable(string url)
    {
        UriBuilder address = new(url);
        if (address.Host is "0.0.0.0" or "[::]" or "::" or "+" or "*")
        {
            address.Host = "127.0.0.1";
        }

        return address.Uri.ToString();
    }
}
