using IngestaMaestras.Ingestion.Configuration;

namespace IngestaMaestras.Portal.Pages.Help;

/// <summary>Section <c>Contacts</c> of the settings: whom people on shift call, as the guide shows it.</summary>
public sealed class ContactOptions
{
    /// <summary>Operators on shift.</summary>
    public Contact Level1 { get; set; } = new();

    /// <summary>Developers.</summary>
    public Contact Level2 { get; set; } = new();

    /// <summary>The solution's architect.</summary>
    public Contact Level3 { get; set; } = new();

    /// <summary>When people are reached otherwise than by telephone.</summary>
    public string Hours { get; set; } = "lunes a viernes, 8:00–18:00";

    public IReadOnlyList<Contact> Levels => [Level1, Level2, Level3];

    /// <exception cref="ConfigurationException">A value is not valid.</exception>
    public void Validate()
    {
        for (var level = 1; level <= Levels.Count; level++)
        {
            var mail = Levels[level - 1].Mail;
            ConfigurationException.ThrowUnless(
                mail.Length == 0 || mail.Contains('@', StringComparison.Ordinal), $"Contacts:Level{level}:Mail", mail, "un correo, por ejemplo turno@empresa.com");
        }
    }
}

/// <summary>Somebody to call.</summary>
public sealed class Contact
{
    /// <summary>Who it is.</summary>
    public string Name { get; set; } = "";

    /// <summary>Telephone, for emergencies at any hour.</summary>
    public string Phone { get; set; } = "";

    /// <summary>Mail address.</summary>
    public string Mail { get; set; } = "";

    public bool IsKnown => Name.Length + Phone.Length + Mail.Length > 0;
}
