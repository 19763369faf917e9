namespace IngestaMaestras.Portal.Hosting.Checks;

/// <summary>What one check of a deployment found.</summary>
/// <param name="Name">What was checked, in Spanish.</param>
/// <param name="Detail">What was found and, where it is not well, what to do; in Spanish, without secrets.</param>
internal sealed record CheckResult(string Name, CheckState State, string Detail);

/// <summary>How a check ended.</summary>
internal enum CheckState
{
    Well,

    /// <summary>It works, but something will be missing.</summary>
    Warning,

    /// <summary>The program would not start, or not work.</summary>
    Failed,

    /// <summary>Not used by these settings.</summary>
    Off,
}
