using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace IngestaMaestras.Core.Toon;

/// <summary>Writes a value as lines of TOON.</summary>
internal sealed class ToonTextWriter(ToonEncodeOptions options)
{
    private readonly StringBuilder _out = new();
    private readonly ToonQuoting _quoting = new(options.Delimiter);
    private bool _started;
    private int _level;

    internal string Write(ToonNode value)
    {
        switch (value)
        {
            case ToonObject map:
                Enter();
                WriteFields(map, 0);
                break;
            case ToonArray { Items.Count: 0 }:
                _out.Append("[]");
                break;
            case ToonArray array:
                Enter();
                StartLine(0);
                WriteArray(array, 0, isListItem: false);
                break;
            default:
                WritePrimitive(value);
                break;
        }

        return _out.ToString();
    }

    private void WriteFields(ToonObject map, int depth)
    {
        var dotted = DottedKeys(map);
        foreach (var entry in map.Entries)
        {
            StartLine(depth);
            WriteField(dotted, entry, depth);
        }
    }

    /// <summary>The keys that a folded key must not be equal to; null when nothing is folded.</summary>
    private HashSet<string>? DottedKeys(ToonObject map) => options.KeyFolding == ToonKeyFolding.Safe
        ? [.. map.Entries.Select(e => e.Key).Where(k => k.Contains('.'))]
        : null;

    /// <summary>A field on the line that is already started, and on those below it.</summary>
    private void WriteField(HashSet<string>? dotted, ToonEntry entry, int depth)
    {
        if (dotted is null)
        {
            WriteField(entry.Key, entry.Value, depth, plainLevels: 0);
            return;
        }

        var fold = ToonFold.Of(entry, dotted, options.FlattenDepth ?? int.MaxValue);
        WriteField(fold.Key, fold.Value, depth, fold.PlainLevels);
    }

    /// <param name="plainLevels">How many objects further down must not be folded.</param>
    private void WriteField(string key, ToonNode value, int depth, int plainLevels)
    {
        ToonQuoting.AppendKey(_out, key);
        switch (value)
        {
            case ToonObject map:
                _out.Append(':');
                Enter();
                if (plainLevels > 0)
                {
                    StartLine(depth + 1);
                    WriteField(map.Entries[0].Key, map.Entries[0].Value, depth + 1, plainLevels - 1);
                }
                else
                {
                    WriteFields(map, depth + 1);
                }

                _level--;
                break;
            case ToonArray array:
                Enter();
                if (array.Items.Count == 0)
                    _out.Append(": []");
                else
                    WriteArray(array, depth, isListItem: false);
                _level--;
                break;
            default:
                _out.Append(": ");
                WritePrimitive(value);
                break;
        }
    }

    private void WriteArray(ToonArray array, int depth, bool isListItem)
    {
        _out.Append(CultureInfo.InvariantCulture, $"[{array.Items.Count}");
        if (options.Delimiter != ',')
            _out.Append(options.Delimiter);
        _out.Append(']');
        if (array.Items.All(item => item is ToonPrimitive))
        {
            _out.Append(':');
            for (var i = 0; i < array.Items.Count; i++)
            {
                _out.Append(i == 0 ? ' ' : options.Delimiter);
                WritePrimitive(array.Items[i]);
            }
        }
        else if (!isListItem && ToonTable.Of(array) is { } table)
        {
            WriteTable(table, depth);
        }
        else
        {
            _out.Append(':');
            foreach (var item in array.Items)
                WriteItem(item, depth + 1);
        }
    }

    private void WriteTable(ToonTable table, int depth)
    {
        for (var i = 0; i < table.Fields.Count; i++)
        {
            _out.Append(i == 0 ? '{' : options.Delimiter);
            ToonQuoting.AppendKey(_out, table.Fields[i]);
        }

        _out.Append("}:");
        Enter();
        foreach (var row in table.Rows)
        {
            StartLine(depth + 1);
            for (var i = 0; i < row.Length; i++)
            {
                if (i > 0)
                    _out.Append(options.Delimiter);
                WritePrimitive(row[i]);
            }
        }

        _level--;
    }

    private void WriteItem(ToonNode item, int depth)
    {
        StartLine(depth);
        _out.Append('-');
        switch (item)
        {
            case ToonObject map:
                Enter();
                var dotted = DottedKeys(map);
                for (var i = 0; i < map.Entries.Count; i++)
                {
                    if (i == 0)
                        _out.Append(' ');
                    else
                        StartLine(depth + 1);
                    WriteField(dotted, map.Entries[i], depth + 1);
                }

                _level--;
                break;
            case ToonArray array:
                Enter();
                _out.Append(' ');
                WriteArray(array, depth, isListItem: true);
                _level--;
                break;
            default:
                _out.Append(' ');
                WritePrimitive(item);
                break;
        }
    }

    private void WritePrimitive(ToonNode node)
    {
        var value = node is ToonPrimitive primitive
            ? primitive.Value
            : throw new ArgumentException($"Unknown node {node.GetType()}.", nameof(node));
        switch (value)
        {
            case null:
                _out.Append("null");
                break;
            case bool flag:
                _out.Append(flag ? "true" : "false");
                break;
            case string text:
                _quoting.AppendValue(_out, text);
                break;
            case ToonNumber number:
                _out.Append(number.Text);
                break;
            default:
                throw new ArgumentException($"Unknown value {value.GetType()}.", nameof(node));
        }
    }

    private void StartLine(int depth)
    {
        if (_started)
            _out.Append('\n');
        _started = true;
        _out.Append(' ', depth * options.Indent);
    }

    private void Enter()
    {
        if (++_level > ToonLimits.MaxDepth || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
            throw ToonException.Create(ToonErrorCode.TooDeep, 0, 0, "", ToonLimits.MaxDepth);
    }
}
