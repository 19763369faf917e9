namespace IngestaMaestras.Portal.Hosting;

/// <summary>Another program listens where the portal should. The message is in Spanish.</summary>
public sealed class PortInUseException(string address)
    : Exception($"Otro programa ya usa {address}. Deténgalo o elija otra dirección, por ejemplo: ./ingesta serve --urls http://127.0.0.1:8081");
