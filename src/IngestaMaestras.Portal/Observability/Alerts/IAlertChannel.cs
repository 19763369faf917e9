namespace IngestaMaestras.Portal.Observability.Alerts;

/// <summary>A way to tell people.</summary>
public interface IAlertChannel
{
    /// <summary>Under which it is remembered what was sent.</summary>
    string Name { get; }

    /// <summary>Sends the alert, or throws <see cref="AlertNotSentException"/>.</summary>
    Task SendAsync(PortalAlert alert, CancellationToken ct);
}

/// <summary>The message did not go out; it may later. The reason is for operators and holds no secret.</summary>
public sealed class AlertNotSentException(string message, Exception? cause = null) : Exception(message, cause);
