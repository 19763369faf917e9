using System.Globalization;
using System.Resources;
using IngestaMaestras.Core.Layouts;

namespace IngestaMaestras.Core.Tests.Layouts;

public sealed class LayoutMessageTests
{
    [Fact]
    public void Every_fault_has_a_sentence_and_an_expectation()
    {
        var assembly = typeof(LayoutLoader).Assembly;
        ResourceManager texts = new("IngestaMaestras.Core.Layouts.Loading.LayoutMessages", assembly);
        var faults = Enum.GetNames(assembly.GetType("IngestaMaestras.Core.Layouts.Loading.LayoutFault", throwOnError: true)!);
        Assert.NotEmpty(faults);
        Assert.All(faults, fault =>
        {
            Assert.False(string.IsNullOrEmpty(texts.GetString(fault, CultureInfo.InvariantCulture)), fault);
            Assert.False(string.IsNullOrEmpty(texts.GetString($"{fault}.Expected", CultureInfo.InvariantCulture)), fault);
        });
    }
}
