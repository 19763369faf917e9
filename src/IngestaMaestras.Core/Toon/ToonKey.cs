namespace IngestaMaestras.Core.Toon;

/// <summary>A key as written: its text, whether it was in quotes, and its offset.</summary>
internal readonly record struct ToonKey(string Name, bool Quoted, int Offset)
{
    /// <summary>Whether path expansion, when it is on, makes nested objects of this key.</summary>
    internal bool IsPath
    {
        get
        {
            if (Quoted || !Name.Contains('.'))
                return false;
            foreach (var segment in Name.AsSpan().Split('.'))
            {
                if (!ToonSyntax.IsIdentifier(Name.AsSpan()[segment]))
                    return false;
            }

            return true;
        }
    }
}
