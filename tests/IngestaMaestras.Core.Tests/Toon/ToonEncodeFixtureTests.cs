using System.Text.Json.Nodes;
using IngestaMaestras.Core.Toon;

namespace IngestaMaestras.Core.Tests.Toon;

public sealed class ToonEncodeFixtureTests
{
    private const int FixturesOfTheKnownPackage = 153;

    public static IEnumerable<TheoryDataRow<string, string>> Cases() => ToonPackage.Fixtures("encode")
        .Select(f => new TheoryDataRow<string, string>(f.Id, f.Name));

    [Fact]
    public void No_encode_fixture_of_the_package_is_left_out() =>
        Assert.InRange(ToonPackage.Fixtures("encode").Count(), FixturesOfTheKnownPackage, int.MaxValue);

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_value_is_written_as_the_specification_says(string id, string name)
    {
        var fixture = ToonPackage.Fixtures("encode").Single(f => f.Id == id && f.Name == name);
        if (fixture.ShouldError)
        {
            Assert.Throws<ToonException>(() => ToonEncoder.Encode(fixture.Input, fixture.EncodeOptions));
            return;
        }

        var expected = fixture.Expected.GetString();
        Assert.Equal(expected, ToonEncoder.Encode(fixture.Input, fixture.EncodeOptions));
        Assert.Equal(expected, ToonEncoder.Encode(JsonNode.Parse(fixture.Input.GetRawText()), fixture.EncodeOptions));
    }
}
