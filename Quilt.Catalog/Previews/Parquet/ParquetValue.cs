using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Text;

namespace Quilt.Catalog.Previews.Parquet;

/// <summary>A value as it is stored: a number, or bytes.</summary>
internal readonly record struct ParquetValue(long Integer, double Real, ReadOnlyMemory<byte> Bytes)
{
    public static ParquetValue Of(long integer) => new(integer, 0, default);

    public static ParquetValue Of(double real) => new(0, real, default);

    public static ParquetValue Of(ReadOnlyMemory<byte> bytes) => new(0, 0, bytes);

    /// <summary>Reads a value as statistics hold it: plain, and byte arrays without their length.</summary>
    public static ParquetValue? FromStatistics(ReadOnlySpan<byte> bytes, PhysicalType type) => type switch
    {
        PhysicalType.Boolean when bytes.Length >= 1 => Of(bytes[0] & 1L),
        PhysicalType.Int32 when bytes.Length >= 4 => Of((long)BinaryPrimitives.ReadInt32LittleEndian(bytes)),
        PhysicalType.Int64 when bytes.Length >= 8 => Of(BinaryPrimitives.ReadInt64LittleEndian(bytes)),
        PhysicalType.Float when bytes.Length >= 4 => Of((double)BinaryPrimitives.ReadSingleLittleEndian(bytes)),
        PhysicalType.Double when bytes.Length >= 8 => Of(BinaryPrimitives.ReadDoubleLittleEndian(bytes)),
        PhysicalType.ByteArray or PhysicalType.FixedLengthByteArray => Of(bytes.ToArray()),
        _ => null,
    };

    /// <summary>The value for charts; null where it is no number.</summary>
    public double? ToNumber(ParquetColumn column) => column switch
    {
        { Logical: LogicalType.Decimal } => (double)Unscaled(column) / Math.Pow(10, Math.Clamp(column.Scale, 0, 100)),
        { Logical: LogicalType.Unsigned } => Unsigned(column),
        { Logical: LogicalType.Float16 } => Bytes.Length >= 2 ? (double)BinaryPrimitives.ReadHalfLittleEndian(Bytes.Span) : null,
        { Logical: LogicalType.None, Physical: PhysicalType.Int32 or PhysicalType.Int64 } => Integer,
        { Logical: LogicalType.None, Physical: PhysicalType.Float or PhysicalType.Double } => Real,
        _ => null,
    };

    /// <summary>Orders values as their column means them; null where statistics cannot be trusted to have done so.</summary>
    public static int? Compare(ParquetValue one, ParquetValue other, ParquetColumn column) => (column.Logical, column.Physical) switch
    {
        (LogicalType.Unsigned, _) => Unsigned(one, column).CompareTo(Unsigned(other, column)),
        (LogicalType.Decimal, _) => one.Unscaled(column).CompareTo(other.Unscaled(column)),
        (LogicalType.Float16 or LogicalType.Interval, _) => null,
        (_, PhysicalType.Boolean or PhysicalType.Int32 or PhysicalType.Int64) => one.Integer.CompareTo(other.Integer),
        (_, PhysicalType.Float or PhysicalType.Double) => one.Real.CompareTo(other.Real),
        (_, PhysicalType.ByteArray or PhysicalType.FixedLengthByteArray) => one.Bytes.Span.SequenceCompareTo(other.Bytes.Span),
        _ => null,
    };

    /// <summary>The value for people.</summary>
    public string ToText(ParquetColumn column, int maxLength)
    {
        var invariant = CultureInfo.InvariantCulture;
        switch (column.Logical)
        {
            case LogicalType.Text or LogicalType.Json:
                return VisibleText.Line(Encoding.UTF8.GetString(Bytes.Span[..Math.Min(Bytes.Length, 4 * (maxLength + 1))]), maxLength);
            case LogicalType.Decimal:
                return Point(Unscaled(column), Math.Clamp(column.Scale, 0, 100));
            case LogicalType.Unsigned:
                return Unsigned(this, column).ToString(invariant);
            case LogicalType.Date:
                return Moment(Integer, TimeSpan.TicksPerDay)?.ToString("yyyy-MM-dd", invariant) ?? $"day {Integer.ToString(invariant)}";
            case LogicalType.Time:
                return new TimeSpan((long)Ticks(Integer, column.Scale)).ToString("c", invariant);
            case LogicalType.Timestamp:
                return Timestamp(Ticks(Integer, column.Scale)) ?? Integer.ToString(invariant);
            case LogicalType.Uuid when Bytes.Length == 16:
                return new Guid(Bytes.Span, bigEndian: true).ToString();
            case LogicalType.Float16:
                return ToNumber(column)?.ToString(invariant) ?? "";
        }

        return column.Physical switch
        {
            PhysicalType.Boolean => Integer == 0 ? "false" : "true",
            PhysicalType.Int32 or PhysicalType.Int64 => Integer.ToString(invariant),
            PhysicalType.Float => ((float)Real).ToString(invariant),
            PhysicalType.Double => Real.ToString(invariant),
            PhysicalType.Int96 => Int96() ?? Hex(maxLength),
            _ => Hex(maxLength),
        };
    }

    private static ulong Unsigned(ParquetValue value, ParquetColumn column) => column.Physical == PhysicalType.Int32 ? (uint)value.Integer : (ulong)value.Integer;

    private double Unsigned(ParquetColumn column) => Unsigned(this, column);

    private BigInteger Unscaled(ParquetColumn column) => column.Physical is PhysicalType.Int32 or PhysicalType.Int64
        ? Integer
        : new BigInteger(Bytes.Span[..Math.Min(Bytes.Length, 64)], isUnsigned: false, isBigEndian: true);

    private static string Point(BigInteger unscaled, int scale)
    {
        var digits = BigInteger.Abs(unscaled).ToString(CultureInfo.InvariantCulture).PadLeft(scale + 1, '0');
        var text = scale == 0 ? digits : $"{digits[..^scale]}.{digits[^scale..]}";
        return unscaled.Sign < 0 ? "-" + text : text;
    }

    private static Int128 Ticks(long value, int scale) => scale switch
    {
        3 => (Int128)value * 10_000,
        6 => (Int128)value * 10,
        _ => value / 100,
    };

    private static DateTime? Moment(long value, long ticks)
    {
        var at = DateTime.UnixEpoch.Ticks + ((Int128)value * ticks);
        return at >= 0 && at <= DateTime.MaxValue.Ticks ? new DateTime((long)at, DateTimeKind.Utc) : null;
    }

    private static string? Timestamp(Int128 ticks)
    {
        var at = DateTime.UnixEpoch.Ticks + ticks;
        return at >= 0 && at <= DateTime.MaxValue.Ticks
            ? new DateTime((long)at, DateTimeKind.Utc).ToString("yyyy-MM-dd HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture)
            : null;
    }

    /// <summary>Nanoseconds of the day and a Julian day, as early writers stored times.</summary>
    private string? Int96()
    {
        if (Bytes.Length < 12)
        {
            return null;
        }

        const int JulianEpoch = 2_440_588;
        var nanoseconds = BinaryPrimitives.ReadInt64LittleEndian(Bytes.Span);
        var day = BinaryPrimitives.ReadInt32LittleEndian(Bytes.Span[8..]);
        return Timestamp(((Int128)(day - (long)JulianEpoch) * TimeSpan.TicksPerDay) + (nanoseconds / 100));
    }

    private string Hex(int maxLength) => Bytes.IsEmpty ? "" : "0x" + Convert.ToHexStringLower(Bytes.Span[..Math.Min(Bytes.Length, maxLength / 2)]) + (Bytes.Length > maxLength / 2 ? "…" : "");
}
