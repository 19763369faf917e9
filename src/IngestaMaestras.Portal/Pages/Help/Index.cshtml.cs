using IngestaMaestras.Portal.Pages.Support;

namespace IngestaMaestras.Portal.Pages.Help;

/// <summary>Ayuda: the operators' guide, with whom to call.</summary>
public sealed class IndexModel(ContactOptions contacts) : PortalPage
{
    public ContactOptions Contacts => contacts;

    public void OnGet()
    {
    }
}
