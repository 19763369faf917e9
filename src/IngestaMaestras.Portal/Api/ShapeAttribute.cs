namespace IngestaMaestras.Portal.Api;

/// <summary>
/// What a parameter's text is, for the document. Parameters are taken as text and read by <see cref="ApiInput"/>, which
/// names everything that is wrong with them at once.
/// </summary>
[AttributeUsage(AttributeTargets.Parameter)]
internal sealed class ShapeAttribute(Shape shape) : Attribute
{
    public Shape Shape { get; } = shape;
}

/// <summary>What a text stands for.</summary>
internal enum Shape
{
    /// <summary>AAAA-MM-DD.</summary>
    Date,

    /// <summary>A number that the database gave.</summary>
    Id,

    /// <summary>How many items a page has.</summary>
    Limit,

    Flag,
}
