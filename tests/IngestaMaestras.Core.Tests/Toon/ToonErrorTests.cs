using System.Globalization;
using IngestaMaestras.Core.Toon;

namespace IngestaMaestras.Core.Tests.Toon;

public sealed class ToonErrorTests
{
    public static TheoryData<string, ToonErrorCode, int, int> Refused() => new()
    {
        { "a:\n   b: 1", ToonErrorCode.IndentationNotMultiple, 2, 4 },
        { "a:\n  \tb: 1", ToonErrorCode.IndentationTab, 2, 3 },
        { "  a: 1", ToonErrorCode.UnexpectedIndentation, 1, 3 },
        { "a: 1\n  b: 2", ToonErrorCode.UnexpectedIndentation, 2, 3 },
        { "a:\n    b: 1\n  c: 2", ToonErrorCode.UnexpectedIndentation, 3, 3 },
        { "a[1]:\n    - b", ToonErrorCode.UnexpectedIndentation, 2, 5 },
        { "a[1]{b}:\n    1", ToonErrorCode.UnexpectedIndentation, 2, 5 },
        { "a[2]: 1,2\n  - 3", ToonErrorCode.UnexpectedIndentation, 2, 3 },
        { "a[2]:\n  - 1\n\n\n  - 2", ToonErrorCode.BlankLineInArray, 3, 1 },
        { "a[1]:\n  - b: 1\n\n    c: 2", ToonErrorCode.BlankLineInArray, 3, 1 },
        { "a[2]{b}:\n  1\n  \n  2", ToonErrorCode.BlankLineInArray, 3, 1 },
        { "a: 1\nhola mundo", ToonErrorCode.MissingColon, 2, 1 },
        { "a:\n  \"b\" 1", ToonErrorCode.MissingColon, 2, 3 },
        { "hola\nmundo", ToonErrorCode.MissingColon, 1, 1 },
        { "a[2]{b,c}\n  1,2", ToonErrorCode.MissingColon, 1, 1 },
        { "a: 1\n: 2", ToonErrorCode.MissingKey, 2, 1 },
        { "a: 1\n[2]: 1,2", ToonErrorCode.MissingKey, 2, 1 },
        { "a:\n  - 1", ToonErrorCode.ListItemOutsideArray, 2, 3 },
        { "a:\n  - b: 1", ToonErrorCode.ListItemOutsideArray, 2, 3 },
        { "a[2]:\n  - 1\n  2", ToonErrorCode.ListItemExpected, 3, 3 },
        { "a[2]:\n  - 1\n  -2", ToonErrorCode.ListItemExpected, 3, 3 },
        { "a[2]{b}:\n  1\n  12:30", ToonErrorCode.KeyValueInsteadOfRow, 3, 3 },
        { "[1]: 1\nb: 2", ToonErrorCode.ContentAfterRoot, 2, 1 },
        { "campos[03]: a,b,c", ToonErrorCode.MalformedHeader, 1, 7 },
        { "campos[3] : a,b,c", ToonErrorCode.MalformedHeader, 1, 7 },
        { "campos [3]: a,b,c", ToonErrorCode.MalformedHeader, 1, 8 },
        { "\"campos\"[x]: a", ToonErrorCode.MalformedHeader, 1, 9 },
        { "a[99999999999]: 1", ToonErrorCode.MalformedHeader, 1, 2 },
        { "a[1]{b}: 1", ToonErrorCode.ContentAfterTabularHeader, 1, 10 },
        { "a[1|]{b|c,d}:\n  1|2", ToonErrorCode.FieldsDelimiterMismatch, 1, 10 },
        { "a[1]{b,,c}:\n  1,2,3", ToonErrorCode.InvalidFieldName, 1, 8 },
        { "a[1]{b,c:d}:\n  1,2", ToonErrorCode.InvalidFieldName, 1, 8 },
        { "a[1]{b,c,b}:\n  1,2,3", ToonErrorCode.DuplicateField, 1, 10 },
        { "a: 1\nb: 2\na: 3", ToonErrorCode.DuplicateKey, 3, 1 },
        { "a: 1\n\"a\":\n  b: 1", ToonErrorCode.DuplicateKey, 2, 1 },
        { "a.b: 1\na: 2", ToonErrorCode.PathConflict, 2, 1 },
        { "a[3]: 1,2", ToonErrorCode.TooFewValues, 1, 2 },
        { "a[1]: 1, 2", ToonErrorCode.TooManyValues, 1, 10 },
        { "a[2]:\n  - 1\nb: 1", ToonErrorCode.TooFewItems, 1, 2 },
        { "a[1]:\n  - 1\n  - 2", ToonErrorCode.TooManyItems, 3, 3 },
        { "a[2]{b}:\n  1\nc: 1", ToonErrorCode.TooFewRows, 1, 2 },
        { "a[1]{b}:\n  1\n  2", ToonErrorCode.TooManyRows, 3, 3 },
        { "a[2]{b,c}:\n  1,2\n  3", ToonErrorCode.RowWidth, 3, 3 },
        { "a: \"hola", ToonErrorCode.UnterminatedString, 1, 4 },
        { "\"hola: 1", ToonErrorCode.UnterminatedString, 1, 1 },
        { "a[2]: 1,\"x", ToonErrorCode.UnterminatedString, 1, 9 },
        { "a: \"hola\" mundo", ToonErrorCode.ContentAfterString, 1, 10 },
        { "a[1]{\"b\"c}:\n  1", ToonErrorCode.ContentAfterString, 1, 9 },
        { "a: \"ho\\la\"", ToonErrorCode.InvalidEscape, 1, 7 },
        { "a: \"😀\\u00b\"", ToonErrorCode.InvalidEscape, 1, 6 },
        { "a: \"\\ud83d\\ude00\"", ToonErrorCode.SurrogateEscape, 1, 5 },
        { "a: \"x\u0001\"", ToonErrorCode.ControlCharacter, 1, 6 },
        { "a: 1\nb: \ud800", ToonErrorCode.LoneSurrogate, 2, 4 },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_is_wrong_is_told_with_its_line_and_column(string text, ToonErrorCode code, int line, int column)
    {
        var error = Assert.Throws<ToonException>(() => ToonDecoder.Decode(
            text, new ToonDecodeOptions { ExpandPaths = ToonPathExpansion.Safe }));

        Assert.Equal((code, line, column), (error.Code, error.Line, error.Column));
        Assert.StartsWith($"línea {line}, columna {column}: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(error.Problem, error.Message, StringComparison.Ordinal);
        Assert.Contains($"encontrado: {error.Found}", error.Message, StringComparison.Ordinal);
        Assert.Contains($"esperado: {error.Expected}", error.Message, StringComparison.Ordinal);
        Assert.DoesNotMatch("[{}]\\d|\\p{Cc}", error.Message);
    }

    [Fact]
    public void Every_kind_of_error_that_a_text_can_have_is_in_the_tests() => Assert.Equal(
        Enum.GetValues<ToonErrorCode>().Where(c => c < ToonErrorCode.InvalidUtf8),
        Refused().Select(r => r.Data.Item2).Distinct().Order());

    [Fact]
    public void Every_kind_of_error_has_its_texts()
    {
        System.Resources.ResourceManager texts = new(typeof(ToonDecoder).Namespace + ".ToonMessages", typeof(ToonDecoder).Assembly);

        Assert.All(Enum.GetNames<ToonErrorCode>(), name =>
        {
            Assert.NotNull(texts.GetString(name, CultureInfo.InvariantCulture));
            Assert.NotNull(texts.GetString($"{name}.Expected", CultureInfo.InvariantCulture));
        });
    }

    [Fact]
    public void The_message_reads_as_one_sentence_in_spanish()
    {
        var error = Assert.Throws<ToonException>(() => ToonDecoder.Decode("campos[2]{nombre,start}:\n  CODCADE,0\n  NOMBRE"));

        Assert.Equal(
            "línea 3, columna 3: la fila tiene 1 valores y la tabla 2 campos "
            + "(encontrado: «NOMBRE»; esperado: 2 valores separados por coma)",
            error.Message);
    }

    [Fact]
    public void The_message_does_not_depend_on_the_culture_of_the_machine()
    {
        var before = (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("ar-SA");
            What_is_wrong_is_told_with_its_line_and_column("a[3]: 1,2", ToonErrorCode.TooFewValues, 1, 2);
        }
        finally
        {
            (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = before;
        }
    }

    [Fact]
    public void Long_text_is_cut_and_control_characters_are_shown_as_escapes()
    {
        var error = Assert.Throws<ToonException>(() => ToonDecoder.Decode("a: 1\n" + new string('x', 500) + "\u0007"));
        Assert.InRange(error.Found.Length, 10, 70);

        error = Assert.Throws<ToonException>(() => ToonDecoder.Decode("a: 1\nb\u0007\rc"));
        Assert.Equal("«b\\u0007\\rc»", error.Found);
    }

    [Theory]
    [InlineData("a: 1\n  b: 2")]
    [InlineData("a[2]:\n  - 1\n  2")]
    [InlineData("a[1]{b,c}:\n  1")]
    [InlineData("a[1]{b,c}:\n  1,2,3")]
    [InlineData("[1]: 1\nb: 2")]
    [InlineData("a: \"x")]
    [InlineData("a: \"\\x\"")]
    [InlineData("a: 1\nb")]
    public void Not_even_a_lenient_decoder_drops_or_invents_data(string text) =>
        Assert.Throws<ToonException>(() => ToonDecoder.Decode(text, new ToonDecodeOptions { Strict = false }));

    [Theory]
    [InlineData("a:\n\tb: 1", """{"a":{"b":1}}""")]
    [InlineData("a:\n \t b: 1", """{"a":{"b":1}}""")]
    [InlineData("a[3]: 1,2", """{"a":[1,2]}""")]
    [InlineData("a[1]:\n  - 1\n\n  - 2", """{"a":[1,2]}""")]
    [InlineData("a[1]:\n      - 1", """{"a":[1]}""")]
    [InlineData("a[3]{b}:\n  1\n  2", """{"a":[{"b":1},{"b":2}]}""")]
    [InlineData("a: 1\nb: 2\na: 3", """{"a":3,"b":2}""")]
    [InlineData("a[x]: 1", """{"a[x]":1}""")]
    [InlineData("a: 1\n[2]: 1,2", """{"a":1,"[2]":"1,2"}""")]
    [InlineData("a[1]{b,b}:\n  1,2", """{"a":[{"b":2}]}""")]
    [InlineData("a:\n    b: 1\n  c: 2", """{"a":{"b":1,"c":2}}""")]
    public void A_lenient_decoder_tolerates_what_loses_nothing(string text, string json) => Assert.Equal(
        json, ToonAssert.Json(ToonDecoder.Decode(text, new ToonDecodeOptions { Strict = false })));

    [Theory]
    [InlineData("", "{}")]
    [InlineData("\n  \n\t\n", "{}")]
    [InlineData("\uFEFF", "{}")]
    [InlineData("a: 1\r\nb:\r\n  c: x\r\n", """{"a":1,"b":{"c":"x"}}""")]
    [InlineData("a:\n    b: 1", """{"a":{"b":1}}""")]
    [InlineData("código : \"x\" ", """{"código":"x"}""")]
    [InlineData("\"a\" : 1", """{"a":1}""")]
    [InlineData("a:1", """{"a":1}""")]
    [InlineData("a[1]:\n  -\n    b: 1", """{"a":[{"b":1}]}""")]
    [InlineData("a[1]:\n  - []", """{"a":["[]"]}""")]
    [InlineData("a[2]:\n\n  - 1\n  - 2\n\n", """{"a":[1,2]}""")]
    [InlineData("a[2\t]: \t1", """{"a":["",1]}""")]
    [InlineData("a[1\t]{b\tc}:\n  1\t", """{"a":[{"b":1,"c":""}]}""")]
    [InlineData("- a", "\"- a\"")]
    [InlineData("say \"a:b\"", "\"say \\\"a:b\\\"\"")]
    [InlineData("a: 1e99999999999", """{"a":"1e99999999999"}""")]
    public void What_the_specification_leaves_open_is_read_with_sense(string text, string json) =>
        Assert.Equal(json, ToonAssert.Json(ToonDecoder.Decode(text)));
}
