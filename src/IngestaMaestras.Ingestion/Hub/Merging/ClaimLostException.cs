namespace IngestaMaestras.Ingestion.Hub.Merging;

/// <summary>The file belongs to another attempt now: this worker stalled too long and may not write anything more.</summary>
public sealed class ClaimLostException(FileClaim claim)
    : Exception($"El intento {claim.Attempt} sobre el archivo {claim.FileId} (ejecución {claim.RunId}) ya no es dueño del archivo: otro trabajador lo retomó.");
