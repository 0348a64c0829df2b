using System.Text;

namespace Quilt.Catalog.Previews.Parquet;

/// <summary>Reads a schema: a tree as a flat list, each group telling how many of what follows are in it.</summary>
internal static class ParquetSchema
{
    private const int MaxElements = 20_000;

    /// <returns>The leaves, up to <paramref name="maxColumns"/>, and how many there are.</returns>
    public static (List<ParquetColumn> Columns, int Count) Read(ref ThriftReader thrift, int maxColumns, int maxNesting)
    {
        var count = thrift.List(out var type);
        if (type != ThriftType.Struct || count is 0 or > MaxElements)
        {
            throw count > MaxElements ? new PreviewRefusedException($"The table has more than {MaxElements} columns, too many to show.") : ThriftReader.Malformed();
        }

        var columns = new List<ParquetColumn>();
        var leaves = 0;
        var open = new Stack<(string Path, int Left, int Definition, int Repetition)>();
        for (var i = 0; i < count; i++)
        {
            var element = SchemaElement.Read(ref thrift);
            if (i == 0)
            {
                open.Push(("", element.Children, 0, 0));
                continue;
            }

            while (open.Count > 0 && open.Peek().Left == 0)
            {
                open.Pop();
            }

            if (open.Count == 0 || open.Count > maxNesting)
            {
                throw ThriftReader.Malformed();
            }

            var parent = open.Pop();
            open.Push(parent with { Left = parent.Left - 1 });
            var definition = parent.Definition + (element.Repetition == 0 ? 0 : 1);
            var repetition = parent.Repetition + (element.Repetition == 2 ? 1 : 0);
            var path = columns.Count >= maxColumns ? "" : parent.Path.Length == 0 ? element.Name : $"{parent.Path}.{element.Name}";
            if (element.Physical is not { } physical)
            {
                open.Push((path, element.Children, definition, repetition));
                continue;
            }

            if (columns.Count < maxColumns)
            {
                columns.Add(new(leaves, path, physical, element.Logical, element.Length, element.Scale, element.Precision, element.IsUtc, definition, repetition));
            }

            leaves++;
        }

        return (columns, leaves);
    }

    /// <summary>One node of the schema.</summary>
    private struct SchemaElement
    {
        private const int MaxName = 200;

        public PhysicalType? Physical;
        public LogicalType Logical;
        public int Length;
        public int Repetition;
        public string Name;
        public int Children;
        public int Scale;
        public int Precision;
        public bool IsUtc;

        public static SchemaElement Read(ref ThriftReader thrift)
        {
            var element = new SchemaElement { Name = "" };
            for (var field = 0; thrift.NextField(ref field, out var type);)
            {
                switch (field)
                {
                    case 1:
                        element.Physical = thrift.Int32() is var physical and >= 0 and <= 7 ? (PhysicalType)physical : throw ThriftReader.Malformed();
                        break;
                    case 2:
                        element.Length = thrift.Int32();
                        break;
                    case 3:
                        element.Repetition = thrift.Int32();
                        break;
                    case 4:
                        var name = thrift.Binary();
                        element.Name = VisibleText.Line(Encoding.UTF8.GetString(name[..Math.Min(name.Length, 4 * MaxName)]), MaxName);
                        break;
                    case 5:
                        element.Children = Math.Max(0, thrift.Int32());
                        break;
                    case 6:
                        element.TakeConverted(thrift.Int32());
                        break;
                    case 7:
                        element.Scale = thrift.Int32();
                        break;
                    case 8:
                        element.Precision = thrift.Int32();
                        break;
                    case 10 when type == ThriftType.Struct:
                        element.TakeLogical(ref thrift);
                        break;
                    default:
                        thrift.Skip(type);
                        break;
                }
            }

            return element;
        }

        /// <summary>The older way to say what values mean.</summary>
        private void TakeConverted(int code)
        {
            if (Logical != LogicalType.None)
            {
                return;
            }

            (Logical, IsUtc) = code switch
            {
                0 or 4 => (LogicalType.Text, false),
                5 => (LogicalType.Decimal, false),
                6 => (LogicalType.Date, false),
                7 or 8 => (LogicalType.Time, true),
                9 or 10 => (LogicalType.Timestamp, true),
                >= 11 and <= 14 => (LogicalType.Unsigned, false),
                19 => (LogicalType.Json, false),
                21 => (LogicalType.Interval, false),
                _ => (LogicalType.None, false),
            };
            if (Logical is LogicalType.Time or LogicalType.Timestamp)
            {
                Scale = code is 7 or 9 ? 3 : 6;
            }
        }

        /// <summary>The newer way: a union whose one member is the meaning.</summary>
        private void TakeLogical(ref ThriftReader thrift)
        {
            for (var field = 0; thrift.NextField(ref field, out var type);)
            {
                if (type != ThriftType.Struct)
                {
                    thrift.Skip(type);
                    continue;
                }

                var (meaning, scale, precision, flag) = ReadMember(ref thrift, field);
                if (meaning == LogicalType.None && field != 10)
                {
                    continue;
                }

                Logical = meaning;
                IsUtc = flag;
                (Scale, Precision) = meaning is LogicalType.Decimal or LogicalType.Time or LogicalType.Timestamp ? (scale, precision) : (Scale, Precision);
            }
        }

        private static (LogicalType Meaning, int Scale, int Precision, bool Flag) ReadMember(ref ThriftReader thrift, int member)
        {
            var (scale, precision, flag, isSigned) = (0, 0, false, true);
            for (var field = 0; thrift.NextField(ref field, out var type);)
            {
                switch (member, field)
                {
                    case (5, 1):
                        scale = thrift.Int32();
                        break;
                    case (5, 2):
                        precision = thrift.Int32();
                        break;
                    case (7 or 8, 1):
                        flag = type == ThriftType.True;
                        break;
                    case (7 or 8, 2) when type == ThriftType.Struct:
                        // A union again: milliseconds, microseconds, nanoseconds.
                        for (var unit = 0; thrift.NextField(ref unit, out var unitType);)
                        {
                            scale = 3 * Math.Clamp(unit, 1, 3);
                            thrift.Skip(unitType);
                        }

                        break;
                    case (10, 2):
                        isSigned = type == ThriftType.True;
                        break;
                    default:
                        thrift.Skip(type);
                        break;
                }
            }

            var meaning = member switch
            {
                1 or 4 => LogicalType.Text,
                5 => LogicalType.Decimal,
                6 => LogicalType.Date,
                7 => LogicalType.Time,
                8 => LogicalType.Timestamp,
                10 when !isSigned => LogicalType.Unsigned,
                11 => LogicalType.Null,
                12 => LogicalType.Json,
                14 => LogicalType.Uuid,
                15 => LogicalType.Float16,
                _ => LogicalType.None,
            };
            return (meaning, scale, precision, flag);
        }
    }
}
