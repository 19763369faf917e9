using IngestaMaestras.Core.Toon;

namespace IngestaMaestras.Core.Tests.Toon;

public sealed class ToonDecodeFixtureTests
{
    private const int FixturesOfTheKnownPackage = 247;

    public static IEnumerable<TheoryDataRow<string, string>> Cases() => ToonPackage.Fixtures("decode")
        .Select(f => new TheoryDataRow<string, string>(f.Id, f.Name));

    [Fact]
    public void No_decode_fixture_of_the_package_is_left_out() =>
        Assert.InRange(ToonPackage.Fixtures("decode").Count(), FixturesOfTheKnownPackage, int.MaxValue);

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_text_decodes_as_the_specification_says(string id, string name)
    {
        var fixture = ToonPackage.Fixtures("decode").Single(f => f.Id == id && f.Name == name);
        var text = fixture.Input.GetString()!;
        if (fixture.ShouldError)
        {
            var error = Assert.Throws<ToonException>(() => ToonDecoder.Decode(text, fixture.DecodeOptions));
            Assert.InRange(error.Line, 1, text.Split('\n').Length);
            Assert.InRange(error.Column, 1, text.Split('\n')[error.Line - 1].Length + 1);
            return;
        }

        var decoded = ToonDecoder.Decode(text, fixture.DecodeOptions);

        ToonAssert.SameValue(fixture.Expected, decoded);
    }
}
