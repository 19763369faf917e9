using static IngestaMaestras.Portal.Pages.Support.PageTexts;

namespace IngestaMaestras.Portal.Api;

/// <summary>A parameter that nobody knows is refused: a filter that was misspelt would otherwise list everything.</summary>
internal static class UnknownParameters
{
    public static EndpointFilterDelegate Refuse(EndpointFilterFactoryContext factory, EndpointFilterDelegate next)
    {
        var known = factory.MethodInfo.GetParameters()
            .Where(p => p.ParameterType == typeof(string))
            .Select(p => p.Name!)
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        return context =>
        {
            ApiInput input = new();
            foreach (var name in context.HttpContext.Request.Query.Keys.Where(k => !known.Contains(k)))
            {
                input.Add(name, known.Count == 0 ? T("Api.NoParameters") : T("Api.UnknownParameter", string.Join(", ", known)));
            }

            return input.IsValid ? next(context) : ValueTask.FromResult<object?>(input.Refuse());
        };
    }
}
