namespace Quilt.Catalog.Previews.Parquet;

/// <summary>How parquet stores values, by its codes.</summary>
internal enum PhysicalType
{
    Boolean = 0,
    Int32 = 1,
    Int64 = 2,
    Int96 = 3,
    Float = 4,
    Double = 5,
    ByteArray = 6,
    FixedLengthByteArray = 7,
}

/// <summary>What stored values mean.</summary>
internal enum LogicalType
{
    None,
    Text,
    Json,
    Decimal,
    Date,
    Time,
    Timestamp,
    Unsigned,
    Uuid,
    Float16,
    Interval,
    Null,
}

/// <summary>A column that holds values: a leaf of the schema.</summary>
/// <param name="Index">Its place among the leaves.</param>
/// <param name="Name">Its path, joined by dots.</param>
/// <param name="Physical">How values are stored.</param>
/// <param name="Logical">What they mean.</param>
/// <param name="Length">Bytes of a value of fixed length.</param>
/// <param name="Scale">Digits behind the point of a decimal, or of a second.</param>
/// <param name="Precision">Digits of a decimal.</param>
/// <param name="IsUtc">Whether times are of UTC.</param>
/// <param name="MaxDefinition">The definition level of a value that is there.</param>
/// <param name="MaxRepetition">How many lists it is inside of.</param>
internal sealed record ParquetColumn(
    int Index, string Name, PhysicalType Physical, LogicalType Logical, int Length, int Scale, int Precision, bool IsUtc, int MaxDefinition, int MaxRepetition)
{
    /// <summary>Whether its values line up to the right.</summary>
    public bool IsNumber => MaxRepetition == 0 && (Logical is LogicalType.Decimal or LogicalType.Unsigned or LogicalType.Float16
        || (Logical == LogicalType.None && Physical is PhysicalType.Int32 or PhysicalType.Int64 or PhysicalType.Float or PhysicalType.Double));

    /// <summary>Its type, as people write it.</summary>
    public string TypeName
    {
        get
        {
            var name = Logical switch
            {
                LogicalType.Text => "string",
                LogicalType.Json => "json",
                LogicalType.Decimal => $"decimal({Precision}, {Scale})",
                LogicalType.Date => "date",
                LogicalType.Time => "time",
                LogicalType.Timestamp => IsUtc ? "timestamp, UTC" : "timestamp",
                LogicalType.Unsigned => Physical == PhysicalType.Int64 ? "uint64" : "uint32",
                LogicalType.Uuid => "uuid",
                LogicalType.Float16 => "float16",
                LogicalType.Interval => "interval",
                LogicalType.Null => "null",
                _ => Physical switch
                {
                    PhysicalType.Boolean => "boolean",
                    PhysicalType.Int32 => "int32",
                    PhysicalType.Int64 => "int64",
                    PhysicalType.Int96 => "timestamp",
                    PhysicalType.Float => "float",
                    PhysicalType.Double => "double",
                    _ => "binary",
                },
            };
            return MaxRepetition > 0 ? $"list of {name}" : MaxDefinition > 0 ? name + "?" : name;
        }
    }
}
