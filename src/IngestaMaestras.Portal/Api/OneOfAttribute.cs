namespace IngestaMaestras.Portal.Api;

/// <summary>The value is one of a few words, and the document names them.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
internal sealed class OneOfAttribute : Attribute
{
    /// <param name="type">An enum: its members in kebab case.</param>
    public OneOfAttribute(Type type) => Words = ApiCodes.All(type);

    public OneOfAttribute(params string[] words) => Words = words;

    public IReadOnlyList<string> Words { get; }
}
