using System.Buffers;
using System.Text;
using IngestaMaestras.Core.Layouts;

namespace IngestaMaestras.Core.Parsing;

/// <summary>A rule made ready to be checked against bytes.</summary>
internal abstract class RuleCheck(FieldRule rule)
{
    public FieldRule Rule { get; } = rule;

    /// <summary>Null for a reference: only the merge can check it.</summary>
    public static RuleCheck? For(FieldRule rule, LayoutColumn column) => rule switch
    {
        RangeRule range when column.Type.Kind is FieldKind.Integer or FieldKind.Decimal => new RangeCheck(range),
        RangeRule => throw new ArgumentException($"{column.Name}: {rule.Text} needs a number.", nameof(rule)),
        LengthRule length => new LengthCheck(length),
        PatternRule pattern => new PatternCheck(pattern),
        ValuesRule values => new ValuesCheck(values),
        ReferenceRule => null,
        _ => throw new ArgumentException($"{column.Name}: unknown rule {rule.GetType().Name}.", nameof(rule)),
    };

    /// <param name="value">The value, of the right type and not null.</param>
    /// <param name="text">The value as it stands in the line, trimmed, in UTF-8.</param>
    public abstract bool IsMet(in FieldValue value, ReadOnlySpan<byte> text);

    private sealed class RangeCheck(RangeRule rule) : RuleCheck(rule)
    {
        private readonly decimal _minimum = rule.Minimum ?? decimal.MinValue;
        private readonly decimal _maximum = rule.Maximum ?? decimal.MaxValue;

        public override bool IsMet(in FieldValue value, ReadOnlySpan<byte> text)
        {
            decimal number = value.Kind == FieldKind.Integer ? value.Integer : value.Decimal;
            return number >= _minimum && number <= _maximum;
        }
    }

    private sealed class LengthCheck(LengthRule rule) : RuleCheck(rule)
    {
        private readonly int _minimum = rule.Minimum;
        private readonly int _maximum = rule.Maximum ?? int.MaxValue;

        public override bool IsMet(in FieldValue value, ReadOnlySpan<byte> text)
        {
            int characters = Utf8Text.CountCharacters(text);
            return characters >= _minimum && characters <= _maximum;
        }
    }

    private sealed class PatternCheck(PatternRule rule) : RuleCheck(rule)
    {
        private const int MaxStackChars = 256;

        private readonly PatternRule _rule = rule;

        public override bool IsMet(in FieldValue value, ReadOnlySpan<byte> text)
        {
            char[]? rented = text.Length > MaxStackChars ? ArrayPool<char>.Shared.Rent(text.Length) : null;
            Span<char> chars = rented ?? stackalloc char[MaxStackChars];
            int length = Encoding.UTF8.GetChars(text, chars);
            bool isMatch = _rule.Pattern.IsMatch(chars[..length]);
            if (rented is not null)
                ArrayPool<char>.Shared.Return(rented);
            return isMatch;
        }
    }

    private sealed class ValuesCheck(ValuesRule rule) : RuleCheck(rule)
    {
        private readonly byte[][] _values = [.. rule.Values.Select(Encoding.UTF8.GetBytes)];

        public override bool IsMet(in FieldValue value, ReadOnlySpan<byte> text)
        {
            foreach (byte[] allowed in _values)
            {
                if (text.SequenceEqual(allowed))
                    return true;
            }

            return false;
        }
    }
}
